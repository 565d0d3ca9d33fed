import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

export const readme = readFileSync("others/readme.txt", "utf8").trim();
export const root = pulumi.getRootDirectory() === process.cwd();
