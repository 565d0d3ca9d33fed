import { expect, test } from "vitest";
import { document, written } from "./index";

test("the page of alerts in docs is the one that mainnet's alerts and receivers make", async () => {
    const page = await document();
    expect(page).toContain(
        "| [IBCValidationFailuresBurst](../components/watch/runbooks/IBCValidationFailuresBurst.md)",
    );
    expect(page).toContain("ibc-oncall (pager), ibc-team (chat), ibc-records (mail)");
    expect(written()).toBe(page);
});
