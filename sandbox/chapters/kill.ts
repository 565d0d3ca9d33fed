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
    needs: ["pulumi", "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"],
    daily,
    run: (world, check) => broken(world, check, points, [kill]),
});

export const chapter = story("kill", 3, true);
export const often = story("kill-often", 50, false);
