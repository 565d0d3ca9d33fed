import * as pulumi from "@pulumi/pulumi";

throw new pulumi.RunError("Pulumi.dev.yaml has 1 problem:\n  lab:size is 5; use 1 to 3");
