import { CLUSTER_TOOLS } from "../cluster/cluster";
import { type Break, broken } from "./broken";
import type { Chapter } from "./chapter";

const kill: Break = {
    name: "kill",
    strike: (_, pid) => {
        process.kill(pid, "SIGKILL");
    },
};

const story = (name: string, points: number, daily: boolean): Chapter => ({
    name,
    title: `The engine is killed at ${points} random moments of an up and recovers: nothing is lost, nothing made twice`,
    needs: ["pulumi", ...CLUSTER_TOOLS],
    daily,
    run: (world, check) => broken(world, check, points, [kill]),
});

export const chapter = story("kill", 3, false);
export const often = story("kill-often", 50, false);
