import { PolicyPack } from "@pulumi/policy";
import { policies } from "./pack";

new PolicyPack("slipway", {
    description: "What a chain or DeFi backend must and must not declare on its way to production.",
    policies: policies(),
});
