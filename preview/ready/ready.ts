import type { DeclareOptions } from "../capture";
import type { Plan } from "../plan";
import { judgeStack } from "../preview";
import { readProject, readStackFile } from "../stack-file";
import type { Verdicts } from "../verdicts";
import { trustingPeriods } from "./chains";
import { contractsIn } from "./contracts";
import { examplesIn } from "./examples";
import { delegations, exceptions, projectOf, quotas, rotations } from "./google";
import type { Group, Item, Ready } from "./model";
import { googleSecrets, vaultSecrets } from "./secrets";

export interface ReadyOptions extends Pick<DeclareOptions, "directory" | "stack" | "progress"> {
    /** The day on which it is asked, such as 2027-01-31: dates before it are past. */
    today: string;
}

/** What still stands between a stack file and a launch, as far as the file and what it declares can tell. */
export async function ready({ today, ...options }: ReadyOptions): Promise<Ready> {
    const project = readProject(options.directory);
    const { values, secretKeys } = readStackFile(options.directory, options.stack, project);
    const open = Object.entries(values).filter(([key]) => !secretKeys.includes(key));
    const { plan, verdicts } = await judgeStack(options);
    const file = Object.fromEntries(open);
    return summed(plan.stack, [
        {
            id: "examples",
            title: "Example values",
            remedy: "put your own into the stack file",
            stands: true,
            items: examplesIn(file, project.name),
        },
        ...groupsOf(plan, verdicts, today),
        {
            id: "chains",
            title: "What only a chain knows",
            remedy: "ask it before a relayer starts",
            stands: false,
            items: trustingPeriods(file, project.name),
        },
    ]);
}

/** What a plan and its verdicts leave to do. */
export function groupsOf(plan: Plan, { verdicts }: Verdicts, today: string): Group[] {
    const project = projectOf(plan);
    const { past, ahead } = rotations(plan, today);
    const told = (verdict: "violation" | "undetermined") =>
        verdicts
            .filter((one) => one.verdict === verdict && one.rule !== "ORG-01")
            .map(
                ({ rule, urn, path, found }): Item => ({
                    what: `${rule} ${urn.split("::").at(-1)} ${path}`.trim(),
                    detail: found,
                }),
            );
    const group = (id: string, title: string, remedy: string, items: readonly Item[], stands = true): Group => ({
        id,
        title,
        remedy,
        stands,
        items,
    });
    return [
        group("violations", "Broken rules", "change what they name", told("violation")),
        group("undetermined", "Rules that nobody can judge yet", "look at them again at up", told("undetermined")),
        group(
            "exceptions",
            "Constraints of a hardened organisation",
            "see which are enforced; ask for exceptions before up",
            exceptions(verdicts, project),
        ),
        group(
            "quotas",
            "Quotas",
            "compare with the limit; ask for more before up, an answer can take days",
            quotas(plan, project),
        ),
        group(
            "secrets",
            "Secrets that a person puts in",
            "put in once up has made them; the value comes from standard input",
            [...googleSecrets(plan, project), ...vaultSecrets(plan)],
        ),
        group(
            "delegation",
            "DNS",
            "give the registrar what these say once up has made the zone",
            delegations(plan, project),
        ),
        group("rotation-past", "Rotation dates that lie behind", "move ground.custody.rotation.first ahead", past),
        group(
            "contracts",
            "What programs must do that their published sources do not",
            "see that the releases in the stack file do it",
            contractsIn(plan),
            false,
        ),
        group("rotation", "First reminders to rotate secrets", "keep them in mind", ahead, false),
    ];
}

/** Only what there is, and how much of it stands. */
export function summed(stack: string, groups: readonly Group[]): Ready {
    const held = groups.filter(({ items }) => items.length > 0);
    const standing = held.filter(({ stands }) => stands).reduce((sum, { items }) => sum + items.length, 0);
    return { schema: "slipway.ready/v1", stack, standing, groups: held };
}
