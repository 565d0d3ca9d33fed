// The least that a preview of a stack can take: loads the packages that one needs, as `slipway` loads them, and ends.
import * as gcp from "@pulumi/gcp";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

// A package whose import is not used would be left out by the compiler.
const loaded = [pulumi.Output, gcp.Provider, kubernetes.Provider];
if (loaded.includes(undefined as never)) process.exitCode = 2;
