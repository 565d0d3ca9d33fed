import { describe, expect, test } from "vitest";
import { Google } from "../components/ground/google";
import { Identity } from "../components/ground/identity";
import { Keys } from "../components/ground/keys";
import { declareProgram } from "../preview/capture";

/** A project with one region's keys and one identity. */
function ground() {
    const google = new Google("google", { project: "example-project", projectNumber: "100000000001", network: "lab" });
    const keys = new Keys("keys", { google, region: "europe-west1" });
    const signer = new Identity("signer", {
        google,
        description: "signs",
        actsFor: { namespace: "lab", serviceAccount: "signer" },
        roles: ["roles/cloudsql.client"],
    });
    return { google, keys, signer };
}

describe("an identity", () => {
    test("has no key and acts for one Kubernetes service account", async () => {
        const plan = await declareProgram(() => void ground());
        const types = plan.resources.map(({ type }) => type);
        expect(types).not.toContain("gcp:serviceaccount/key:Key");
        const binding = plan.resources.find(({ type }) => type === "gcp:serviceaccount/iAMMember:IAMMember");
        expect(binding?.inputs.member).toBe("serviceAccount:example-project.svc.id.goog[lab/signer]");
    });
});
