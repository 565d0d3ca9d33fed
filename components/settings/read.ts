import * as pulumi from "@pulumi/pulumi";
import { check } from "./check";
import { configured } from "./config";
import { format } from "./problems";
import { rules, Settings } from "./settings";

/** The settings of the stack that is being declared; a wrong stack file ends here, with every problem in one message. */
export function readSettings(): Settings {
    const result = check(Settings, rules, configured(Settings.shape));
    if ("settings" in result) return result.settings;
    throw new pulumi.RunError(format(`Pulumi.${pulumi.getStack()}.yaml`, result.problems));
}
