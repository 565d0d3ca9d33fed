// The thread that `Beside` starts: judges resources as they come, and says in the end what is to be shown.
import { parentPort, workerData } from "node:worker_threads";
import type { Answer, Asked, Told } from "./beside";
import type { PlanResource } from "./plan";
import { type Judged, Review, reviewed } from "./review";
import { type Shown, shown } from "./shown";

const asked = workerData as Asked;
const review = new Review();
const encoder = new TextEncoder();

let judged: Judged | undefined;

parentPort?.on("message", (told: Told) => {
    if ("resources" in told) {
        for (const resource of JSON.parse(told.resources) as PlanResource[]) review.take(resource);
    } else if ("frame" in told) {
        judged = review.judged(told.frame, asked.allowance);
    } else if (judged) {
        answer(shown(reviewed(judged, { ...asked, ...told }), asked));
    }
});

function answer({ files, ...rest }: Shown): void {
    const bytes = Object.entries(files).map(([name, text]) => [name, encoder.encode(text)] as const);
    const answer: Answer = { ...rest, files: Object.fromEntries(bytes) };
    parentPort?.postMessage(
        answer,
        bytes.map(([, { buffer }]) => buffer),
    );
}
