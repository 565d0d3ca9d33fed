import * as pulumi from "@pulumi/pulumi";
import { count } from "./counter";
import { Group, Thing } from "./thing";

const config = new pulumi.Config();
const group = new Group("group", { zone: config.require("zone"), size: config.requireNumber("size") });
new Thing("after", group.child.value, { protect: true });

export const times = count();
export const password = pulumi.secret("hunter2");
export const address = group.child.computed;
