// Everything that a program must not depend on.
import { randomBytes, randomUUID } from "node:crypto";
import { homedir, hostname, userInfo } from "node:os";
import { performance } from "node:perf_hooks";
import { Thing } from "../thing";
import { loaded } from "./loaded";
import "./loaded-first";
import "./loaded-last";

new Thing("clock", {
    now: Date.now(),
    iso: new Date().toISOString().slice(0, 4),
    local: new Date(0).toString(),
    elapsed: Math.floor(performance.now() / 1e9),
});
new Thing("chance", {
    float: Math.random(),
    uuid: randomUUID(),
    bytes: randomBytes(4).toString("hex"),
    web: crypto.getRandomValues(new Uint8Array(4)).join("."),
});
new Thing("words", {
    number: (1234.5).toLocaleString(),
    sorted: ["ı", "i"].sort((a, b) => a.localeCompare(b)),
});
new Thing("machine", { home: homedir(), host: hostname(), user: userInfo().username });
new Thing("variable", { set: process.env.PATH, unset: process.env.SLIPWAY_UNSET ?? "default" });
new Thing("order", [...loaded]);
new Thing("folder", __dirname);
