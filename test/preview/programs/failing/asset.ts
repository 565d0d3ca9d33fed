import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../thing";

new Thing("file", new pulumi.asset.FileAsset("no-such-file.txt"));
