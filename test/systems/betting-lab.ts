import { Cache } from "../../components/ground/cache";
import { databaseFreeze, databaseMaintenance } from "../../components/ground/calendar";
import { Database } from "../../components/ground/database";
import type { Ground } from "../../components/ground/ground";
import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import type { Json, Plan, PlanResource } from "../../preview/plan";
import { Betting } from "../../systems/betting";
import { settingsOf, withValue } from "../settings/yaml";
import { lab } from "../workload/lab";

/** The betting platform alone, with these settings, in one region; throws if the settings are not in order. */
export async function declareBetting(
    betting: object,
    hosts: readonly string[] = ["betting.example.com"],
): Promise<Plan> {
    const file = withValue(settingsOf("mainnet"), ["systems", "betting"], betting);
    const result = check(Settings, rules, file);
    if ("problems" in result) throw new Error(result.problems.map(({ at, found }) => `${at} ${found}`).join("; "));
    const { systems, ground: settings } = result.settings;
    if (!systems.betting) throw new Error("the file has no betting platform");
    const { betting: block } = systems;
    return lab(({ ground, sites }) => {
        const { google, network, keys } = ground;
        const region = ground.active;
        const zones = { [region]: settings.regions[0]?.zones ?? [] };
        const { calendar, cache } = settings;
        const database = new Database("postgres", {
            ...settings.database,
            google,
            network,
            keys,
            zones,
            instances: { [region]: "primary" },
            maintenance: databaseMaintenance(calendar),
            freeze: databaseFreeze(calendar),
        });
        const redis = new Cache("redis", { google, network, region, keys: keys[region] as never, calendar, ...cache });
        const whole = { ...ground, database, cache: () => redis } as unknown as Ground;
        new Betting("betting", { ground: whole, sites, settings: block, hosts });
    });
}

export const named = ({ inputs }: PlanResource): string => String((inputs.metadata as { name?: Json }).name);

/** Every text below a value. */
export const texts = (value: Json | undefined): string[] => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
};
