import { expect, test } from "vitest";
import { stack } from "../stack";

const PRINCIPAL = "protoPayload.authenticationInfo.principalEmail";

test("people are told of changes by hand and of updates that failed, from the audit log", async () => {
    const network = await stack("mainnet");
    const filters = ["changes-changed-by-hand", "changes-update-failed"].map((name) => {
        const { inputs } = network.one("gcp:monitoring/alertPolicy:AlertPolicy", name);
        expect(inputs).toMatchObject({ alertStrategy: { notificationRateLimit: { period: "300s" } } });
        expect(inputs.notificationChannels).not.toEqual([]);
        const [condition] = inputs.conditions as { conditionMatchedLog: { filter: string } }[];
        return condition?.conditionMatchedLog.filter ?? "";
    });
    // An account that the second names must be one that there is.
    const accounts = network.all("gcp:serviceaccount/account:Account").map(({ inputs }) => inputs.accountId);
    expect(accounts).toContain(/"([a-z-]+)@/.exec(filters[1] ?? "")?.[1]);

    const [, not = ""] = new RegExp(`NOT ${PRINCIPAL}=~"([^"]+)"`).exec(filters[0] ?? "") ?? [];
    const byHand = (who: string) => who.includes("@") && !new RegExp(not).test(who);
    expect(byHand("operator@example.com")).toBe(true);
    expect(byHand("deployer-apply@example-slipway-mainnet.iam.gserviceaccount.com")).toBe(false);
    expect(byHand("service-1@container-engine-robot.iam.gserviceaccount.com")).toBe(false);
    expect(byHand("system:kube-controller-manager")).toBe(false);
});
