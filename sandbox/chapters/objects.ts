import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stacksOf } from "../../preview/stack-file";
import { ApiError } from "../cluster/api-error";
import { applyAll, inOrder } from "../cluster/bring-up";
import type { KubeClient } from "../cluster/client";
import { CLUSTER_TOOLS, startCluster } from "../cluster/cluster";
import { type KubeObject, nameOf, refOf } from "../cluster/object";
import type { Chapter } from "./chapter";
import { planned } from "./declared";
import { podOf } from "./pods";

/** Each declared object, asked of a real API server: strict validation, admission, no warning. */
export const chapter: Chapter = {
    name: "objects",
    title: "A real API server takes every Kubernetes object that the networks declare, without a warning",
    needs: CLUSTER_TOOLS,
    daily: true,
    async run({ project, directory, say }, check) {
        const cluster = await startCluster({ name: "objects", directory: join(directory, "objects"), say });
        try {
            for (const network of stacksOf(project)) {
                for (const { name, objects } of await planned(project, network)) {
                    say(`${network}: asking about ${objects.length} objects of ${name}`);
                    check(`${network}, ${name}: there are objects to ask about`, objects.length > 0);
                    // Namespaces, policies and what pods refer to must be there; everything else is only asked about.
                    const [first = [], second = []] = inOrder(objects);
                    const policies = objects.filter(({ kind }) => kind.startsWith("ValidatingAdmissionPolicy"));
                    await applyAll(cluster.client, [...first, ...second, ...policies]);
                    // Policies are in force about half a second after they are there, and nothing tells when.
                    await sleep(3000);
                    const answers = await Promise.all(objects.map((object) => faults(cluster.client, object)));
                    check(`${network}, ${name}: all ${objects.length} objects are taken without a warning`, {
                        found: answers.flat(),
                        expected: [],
                    });
                    const pods = objects.map(podOf).filter((pod) => pod !== undefined);
                    const refused = await Promise.all(pods.map((pod) => faults(cluster.client, pod)));
                    check(`${network}, ${name}: all ${pods.length} pods of its workloads are taken`, {
                        found: refused.flat(),
                        expected: [],
                    });
                }
            }
        } finally {
            await cluster.stop();
        }
    },
};

/** What the server has against an object: the refusal, or its warnings. */
async function faults(client: KubeClient, object: KubeObject): Promise<string[]> {
    const name = nameOf(refOf(object));
    try {
        const { warnings } = await client.apply(object, { dryRun: true });
        return warnings.map((warning) => `${name}: ${warning}`);
    } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return [`${name}: ${error.message}`];
    }
}
