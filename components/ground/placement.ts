import { type Placement, placementFindings, type Role } from "../settings/database";

/** One edit of `ground.database.instances` with one `pulumi up`. */
export interface Move {
    to: Placement;
    /** What a person does, to be read after "next". */
    how: string;
}

const where = "ground.database.instances";

/** Whether a placement can be declared at all. */
export const isSound = (placement: Placement): boolean => placementFindings(placement).next().done === true;

/** The region with a role, for the roles that only one instance can have. */
export const regionOf = (placement: Placement, role: Role): string | undefined =>
    Object.keys(placement).find((region) => placement[region] === role);

/** Every step that leads on from a sound placement, within these regions. */
export function moves(from: Placement, regions: readonly string[]): Move[] {
    const set = (changes: Placement) => ({ ...from, ...changes });
    const [primary, standby, former] = [regionOf(from, "primary"), regionOf(from, "standby"), regionOf(from, "former")];
    if (primary === undefined) return [];
    if (former !== undefined)
        return [
            {
                to: set({ [former]: "standby" }),
                how:
                    `settle ${former}: run pulumi refresh, which shows it as a replica of ${primary}; ` +
                    `set ${where}.${former} to standby, then pulumi up`,
            },
        ];
    const found = regions.flatMap((region): Move[] => {
        const at = `${where}.${region}`;
        switch (from[region]) {
            case undefined:
                return [
                    {
                        to: set({ [region]: "replica" }),
                        how: `add a replica in ${region}: set ${at} to replica, then pulumi up`,
                    },
                ];
            case "replica": {
                const { [region]: _, ...rest } = from;
                const away = {
                    to: rest,
                    how: `remove the replica in ${region}: take ${at} out, then pulumi up`,
                };
                if (standby !== undefined) return [away];
                return [
                    away,
                    {
                        to: set({ [region]: "standby" }),
                        how: `make ${region} fit to take over: set ${at} to standby, then pulumi up`,
                    },
                ];
            }
            case "standby":
                return [
                    {
                        to: set({ [region]: "replica" }),
                        how: `release the standby in ${region}: set ${at} to replica, then pulumi up`,
                    },
                ];
            default:
                return [];
        }
    });
    // A replica beside them would have to change whom it follows, which the provider does by replacing it.
    if (standby !== undefined && Object.keys(from).length === 2)
        found.push({
            to: { [primary]: "former", [standby]: "primary" },
            how:
                `promote ${standby}: set ${where}.${standby} to primary and ${where}.${primary} to former, ` +
                "then pulumi up, then pulumi refresh",
        });
    return found;
}

/** The first step of a shortest way from one placement to another, none where they are the same or no way leads there. */
export function nextMove(from: Placement, to: Placement): Move | undefined {
    if (!isSound(from) || !isSound(to)) return undefined;
    const regions = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    const seen = new Set([text(from)]);
    let edge = moves(from, regions).map((first) => ({ first, at: first.to }));
    while (edge.length > 0) {
        const fresh = edge.filter(({ at }) => !seen.has(text(at)) && seen.add(text(at)));
        const arrived = fresh.find(({ at }) => text(at) === text(to));
        if (arrived) return arrived.first;
        edge = fresh.flatMap(({ first, at }) => moves(at, regions).map(({ to: next }) => ({ first, at: next })));
    }
    return undefined;
}

/** What the state knows of the placement that was declared last. */
export interface Standing {
    placement: Placement;
    /** Whether every instance got there. An update that failed on the way leaves only its intention behind. */
    finished: boolean;
}

/**
 * Why a stack that stands at `from` may not be declared as `to`, undefined where it may. Without `from` nothing stands
 * yet. A step that was not finished is finished first, or taken back where that can do no harm.
 */
export function refusal(from: Standing | undefined, to: Placement): string | undefined {
    const unsound = placementFindings(to).next();
    if (!unsound.done) return `${unsound.value.at} has ${unsound.value.found}; use ${unsound.value.use}`;
    if (from === undefined)
        return regionOf(to, "former") ? `${where} begins with a former; begin with a primary and a standby` : undefined;
    const { placement, finished } = from;
    if (text(placement) === text(to)) return undefined;
    if (!finished)
        return isTakenBack(placement, to)
            ? undefined
            : `the step to ${say(placement)} is not finished; next: declare that and run pulumi up until it succeeds`;
    if (moves(placement, Object.keys({ ...placement, ...to })).some((move) => text(move.to) === text(to)))
        return undefined;
    const next = nextMove(placement, to);
    return `no single step leads from ${say(placement)} to ${say(to)}; next: ${next?.how ?? "none"}`;
}

/** A promotion is called off or tried again, a replica removed. What really took place, the instances hold against it. */
function isTakenBack(from: Placement, to: Placement): boolean {
    const [former, primary, standby] = (["former", "primary", "standby"] as const).map((role) => regionOf(from, role));
    if (former && primary) return text(to) === text({ [former]: "primary", [primary]: "standby" });
    if (primary && standby && text(to) === text({ [primary]: "former", [standby]: "primary" })) return true;
    const kept = sorted(from).filter(([region, role]) => role !== "replica" || Object.hasOwn(to, region));
    return text(to) === text(Object.fromEntries(kept));
}

const sorted = (placement: Placement) => Object.entries(placement).sort(([one], [other]) => (one < other ? -1 : 1));
const text = (placement: Placement) => JSON.stringify(sorted(placement));
const say = (placement: Placement) =>
    sorted(placement)
        .map(([region, role]) => `${region}: ${role}`)
        .join(", ");
