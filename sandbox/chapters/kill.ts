import { CLUSTER_TOOLS } from "../cluster/cluster";
import { type Break, broken, type Story } from "./broken";
import type { Chapter } from "./chapter";

const kill: Break = {
    name: "kill",
    strike: (_, pid) => {
        process.kill(pid, "SIGKILL");
    },
};

const told = (name: string, story: Story): Chapter => ({
    name,
    title: `The engine is killed at ${story.points} random moments of an up and recovers: nothing is lost or made twice`,
    needs: ["pulumi", ...CLUSTER_TOOLS],
    daily: false,
    run: (world, check) => broken(world, check, story, [kill]),
});

export const chapter = told("kill", { points: 3 });
export const often = told("kill-often", { points: 30, only: "executor" });
