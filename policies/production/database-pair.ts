import { isProduction, isReplica } from "../cloud/databases";
import { isOpen, reader } from "../constraint";
import type { Example, Json, Rule, StackFinding } from "../rule";
import type { Subject } from "../subject";
import { asText } from "../value";

const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";

const CLUSTER = "gcp:container/cluster:Cluster";

const location = reader("location");
const region = reader("region");
const master = reader("masterInstanceName");
const partner = reader("replicationCluster.failoverDrReplicaName");
const nameOf = reader("name");

/** Whether a replica is that of a primary: by its name, or because it was made from the primary's output. */
function follows(replica: Subject, primary: Subject): boolean | "open" {
    const { props, propertyDependencies } = replica.resource;
    const named = master(props);
    const made = propertyDependencies?.masterInstanceName?.includes(primary.resource.urn);
    if (isOpen(named)) return made ?? (propertyDependencies === undefined ? "open" : false);
    const name = nameOf(primary.resource.props);
    return (
        typeof named === "string" &&
        [name, primary.resource.name].some((one) => named === one || named.endsWith(`:${asText(one)}`))
    );
}

const instance = (props: { [key: string]: Json }): Example => ({ type: DATABASE, props });

const CLUSTERS = ["europe-west1", "europe-west4"].map((location) => ({ type: CLUSTER, props: { location } }));

const PRIMARY = { name: "db", region: "europe-west1", settings: { availabilityType: "REGIONAL" } };

export const databasePair: Rule = {
    id: "SQL-05",
    title: "a stack of two regions has its database in both",
    why: "the second region is of no use without the data of the first",
    severity: "high",
    // A region is added in steps, and the replica is one of the later ones.
    level: "advisory",
    sameAs: ["own: cross-region replica"],
    *judgeStack(stack): Iterable<StackFinding> {
        const replicas = stack
            .type(DATABASE)
            .filter(({ resource }) => isReplica(resource.props) || isOpen(master(resource.props)));
        const elsewhere = new Map<string, boolean | "open">();
        // One region alone is a choice; two of them with the data in one of them is a mistake.
        const regions = new Set(stack.type(CLUSTER).map(({ resource }) => location(resource.props)));
        for (const primary of regions.size < 2 ? [] : stack.type(DATABASE)) {
            const { props, urn } = primary.resource;
            if (!isProduction(props)) continue;
            for (const replica of replicas) {
                const state = follows(replica, primary);
                const here = region(props);
                const there = region(replica.resource.props);
                if (state === false || (!isOpen(here) && here === there)) continue;
                if (elsewhere.get(urn) !== true) elsewhere.set(urn, isOpen(here) || isOpen(there) ? "open" : state);
            }
            const state = elsewhere.get(urn);
            if (state === true) continue;
            const path = "replicationCluster.failoverDrReplicaName";
            const named = partner(props);
            if (state === "open" || isOpen(named))
                yield { subject: primary, path, undetermined: "whose replica it is comes from elsewhere" };
            else if ((named ?? "") === "")
                yield { subject: primary, path, found: "no replica in another region", wanted: "one, named here" };
        }
    },
    good: [
        {
            ...instance(PRIMARY),
            others: [...CLUSTERS, instance({ name: "db-2", region: "europe-west4", masterInstanceName: "db" })],
        },
        instance({ name: "db", region: "europe-west1", settings: { availabilityType: "ZONAL" } }),
    ],
    bad: [{ ...instance(PRIMARY), others: CLUSTERS, at: ["replicationCluster.failoverDrReplicaName"] }],
    open: [
        {
            ...instance(PRIMARY),
            others: [...CLUSTERS, instance({ region: "europe-west4", masterInstanceName: { $unknown: true } })],
            at: ["replicationCluster.failoverDrReplicaName"],
        },
    ],
};
