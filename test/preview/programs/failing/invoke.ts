import * as pulumi from "@pulumi/pulumi";

const zones = () => pulumi.runtime.invoke("acme:index:getZones", {});

export const first = zones();
