import { CLUSTER_TOOLS } from "../cluster/cluster";
import { type Break, broken } from "./broken";
import type { Chapter } from "./chapter";

const kill: Break = {
    name: "kill",
    strike: (_, pid) => {
        process.kill(pid, "SIGKILL");
    },
};

const POINTS = 30;

export const chapter: Chapter = {
    name: "kill",
    title: `The engine is killed at ${POINTS} random moments of an up and recovers: nothing is lost or made twice`,
    needs: ["pulumi", ...CLUSTER_TOOLS],
    daily: false,
    run: (world, check) => broken(world, check, POINTS, [kill]),
};
