import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../thing";

const never = new Promise<string>(() => undefined);
const waits = new Thing("waits", never);
new Thing("follows", waits.value);
new Thing("fine", "at once");

export const address = pulumi.output(never);
