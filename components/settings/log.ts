import { z } from "zod";
import type { Finding } from "./problems";

export const logLevel = z
    .enum(["info", "warn", "error", "debug"])
    .default("info")
    .describe("What is logged; never debug where money is at stake. Default info.");

/** A log that tells everything tells too much where money is at stake. */
export function* logFindings(level: string, at: string, atStake: boolean): Generator<Finding> {
    if (atStake && level === "debug") yield { at, found: level, use: "info, warn or error where money is at stake" };
}
