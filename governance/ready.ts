import type { Group, Item } from "../preview/ready/model";
import { APPROVERS, readApprovers } from "./approvers";
import { missing } from "./quorum";
import { Refusal } from "./refusal";
import type { SignatureScheme } from "./scheme";

/** What the file of approvers still lacks before changes of a stack can be approved, and recorded once applied. */
export function approversReady(text: string, stack: string, scheme: SignatureScheme): Group {
    return {
        id: "approvers",
        title: "Who approves changes",
        remedy: `write it into ${APPROVERS} before the first deploy: what counts is the file as it is applied`,
        stands: true,
        items: [...lacking(text, stack, scheme)],
    };
}

function* lacking(text: string, stack: string, scheme: SignatureScheme): Iterable<Item> {
    try {
        const { people, receipts, stacks } = readApprovers(text, scheme);
        const rules = stacks[stack];
        // Nobody has to approve what the file does not name.
        if (!rules) return;
        if (receipts.length === 0)
            yield {
                what: "receipts",
                detail: "holds no key that apply could sign receipts with; put in the public half of the ledger's deploy key",
                command: "ssh-keygen -y -f LEDGER_KEY",
            };
        const able = people.filter(({ keys }) => keys.length > 0);
        for (const [risk, threshold] of Object.entries(rules.risks)) {
            const short = missing(able, threshold);
            if (short !== undefined)
                yield { what: `stacks.${stack}.risks.${risk}`, detail: `needs the key of ${short}` };
        }
    } catch (error) {
        if (!Refusal.isInstance(error)) throw error;
        yield { what: APPROVERS, detail: error.message };
    }
}
