import { z } from "zod";
import { image } from "./fields";

/** Shares of the traffic that a candidate release may get, percent: the ramp of launch checklist S0-28. */
export const STEPS = [0, 1, 10, 50, 100] as const;

/** A release that is tried beside the present one; exposed workloads have one under `candidate`. */
export const Candidate = z
    .strictObject({
        image,
        percent: z.literal(STEPS).default(0).describe("Share of the traffic, percent: 0, 1, 10, 50 or 100. Default 0."),
    })
    .describe("A release that is tried beside the present one. Default none.");

export type Candidate = z.infer<typeof Candidate>;
