import { exportState } from "../governance/apply/state";
import { type Drift, hasDrift, lookForDrift } from "../governance/drift";
import { Pulumi } from "../governance/pulumi";
import { Refusal } from "../governance/refusal";
import { declare } from "../preview/capture";
import { PreviewError } from "../preview/failure";
import { plain } from "../preview/report/text";
import { sections } from "../preview/risk/groups";
import { readProject } from "../preview/stack-file";
import { status } from "./status";

/** `slipway drift`: what is not as the state has it, and what that means. Exits 1 if anything is, 2 without an answer. */
export async function drift(stack: string, { json }: { json?: boolean }): Promise<void> {
    const directory = process.cwd();
    const line = status(`looking at ${stack}`);
    const look = async () => {
        const declared = await declare({ directory, stack });
        const pulumi = new Pulumi({ directory, stack });
        const state = await exportState(pulumi, { project: readProject(directory).name, stack });
        return lookForDrift(pulumi, state, declared);
    };
    const found = await look()
        .catch((error: unknown) => {
            throw Refusal.isInstance(error) ? new PreviewError(plain(error.message), "usage") : error;
        })
        .finally(line.end);
    process.stdout.write(json ? `${JSON.stringify(document(stack, found), null, 2)}\n` : text(stack, found));
    process.exitCode = hasDrift(found) ? 1 : 0;
}

const document = (stack: string, found: Drift) => ({
    schema: "slipway.drift/v1",
    stack,
    drift: hasDrift(found),
    changes: found.changes.map(({ op, urn, inputs }) => ({
        urn,
        gone: op === "delete",
        paths: inputs.map(({ path }) => path),
    })),
    secret: found.secret,
    left: found.left,
    lines: found.lines,
});

function text(stack: string, found: Drift): string {
    const { changes, secret, lines, left } = found;
    if (!hasDrift(found))
        return `${plain(stack)} is as it was applied${left.length > 0 ? `, but for what ${left.length} resources leave to others` : ""}\n`;
    const told = sections(lines).flatMap(({ title, about, groups }) => [
        `${title}: ${about}`,
        ...groups.flatMap(({ says, path, why, members }) =>
            members.map(
                ({ name, fact }) =>
                    `  ${plain(name)} ${says}${path === "" ? "" : ` at ${plain(path)}`}${fact === "" ? "" : `: ${plain(fact)}`}\n    ${why}`,
            ),
        ),
    ]);
    const hidden = secret.map(
        ({ urn, paths }) => `  ${plain(urn)} differs at ${plain(paths.join(", "))}, which is secret`,
    );
    const number = new Set([...changes, ...secret].map(({ urn }) => urn)).size;
    const head = `${number} ${number === 1 ? "resource of" : "resources of"} ${plain(stack)} ${number === 1 ? "is" : "are"} not as applied`;
    return `${[head, ...told, ...hidden].join("\n")}\n`;
}
