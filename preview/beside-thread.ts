// The thread that `Beside` starts: judges resources as they come, and says in the end what is to be shown.
import { parentPort, workerData } from "node:worker_threads";
import type { Asked, Told } from "./beside";
import type { PlanResource } from "./plan";
import { Review, reviewed } from "./review";
import { shown } from "./shown";

const asked = workerData as Asked;
const review = new Review();

parentPort?.on("message", (told: Told) => {
    if ("resources" in told) {
        for (const resource of JSON.parse(told.resources) as PlanResource[]) review.take(resource);
    } else {
        const { allowance, against } = asked;
        parentPort?.postMessage(shown(reviewed(review.judged(told.frame, allowance), allowance, against), asked));
    }
});
