import { Google } from "../../components/ground/google";
import { Identity } from "../../components/ground/identity";
import { Keys } from "../../components/ground/keys";
import { SecretManager } from "../../components/ground/secret-manager";
import { SigningRing } from "../../components/ground/signing-ring";
import { declare } from "../../preview/capture";
import type { Json, Plan, PlanResource } from "../../preview/plan";
import { ROOT } from "../stack";

/** A project with a signing ring, a place for secrets, and identities by name. */
export function lab(administrators?: string) {
    const google = new Google("google", { project: "example-project", projectNumber: "100000000001", network: "lab" });
    const keys = { "europe-west1": new Keys("keys", { google, region: "europe-west1" }) };
    const rotation = { days: 90, first: "2027-03-02", remind: "custodians@example.com" };
    return {
        google,
        ring: new SigningRing("signing", { google, location: "europe", administrators }),
        manager: new SecretManager("secrets", { google, keys, replicas: ["europe-west1"], rotation }),
        identity: (name: string) =>
            new Identity(name, {
                google,
                description: name,
                actsFor: { namespace: "lab", serviceAccount: name },
            }),
    };
}

/** The whole deployment as a stack file with these settings would declare it. */
export function declared(settings: Record<string, unknown>): Promise<Plan> {
    const config = Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [
            `slipway:${key}`,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );
    return declare({ directory: ROOT, stack: String(settings.network), config });
}

/** What is asked of a resource, with what its unknown values are made from. */
export const asked = ({ inputs, propertyDependencies }: PlanResource) => ({ inputs, propertyDependencies });

/** A member of a grant: its name, or the account whose address is not known before the update. */
export function member({ inputs, propertyDependencies }: PlanResource): string | undefined {
    const name: Json | undefined = inputs.member;
    return typeof name === "string" ? name : propertyDependencies.member?.join();
}
