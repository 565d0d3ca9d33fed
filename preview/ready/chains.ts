import { join } from "../path";
import { blocks } from "./examples";
import type { Item } from "./model";

/** How long a light client of a chain is trusted must be known, and only the chain knows it. */
const TRUSTED = "trustingDays";

/** Every trusting period of a stack file's blocks, with the question that a chain answers where its endpoint is known. */
export const trustingPeriods = (config: Readonly<Record<string, string>>, project: string): Item[] =>
    blocks(config, project).flatMap(({ value, path }) => found(value, path));

function found(value: unknown, path: string): Item[] {
    if (typeof value !== "object" || value === null) return [];
    if (Array.isArray(value)) return value.flatMap((entry, i) => found(entry, join(path, i)));
    const { [TRUSTED]: days, grpc } = value as { trustingDays?: unknown; grpc?: unknown };
    const inner = Object.entries(value).flatMap(([name, entry]) => found(entry, join(path, name)));
    if (typeof days !== "number") return inner;
    const [endpoint] = [grpc].flat();
    const host = /^https:\/\/([a-z0-9.-]+)$/.exec(String(endpoint))?.[1];
    return [
        {
            what: join(path, TRUSTED),
            detail: `${days}: two thirds of the chain's unbonding time or less`,
            ...(host !== undefined && { command: `grpcurl ${host}:443 cosmos.staking.v1beta1.Query/Params` }),
        },
        ...inner,
    ];
}
