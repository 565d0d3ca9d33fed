import { z } from "zod";
import type { Rule } from "./problems";
import type { Settings } from "./settings";

const githubId = z
    .string()
    .regex(/^[0-9]{1,19}$/)
    .meta({ form: 'GitHub\'s number in quotes, such as "1000001"' });

/** The repository whose workflows deploy. No pattern lets a quotation mark through: the values go into CEL. */
export const Deployers = z
    .strictObject({
        repository: z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/)
            .meta({ form: "owner and name of a GitHub repository, such as example/slipway" }),
        repositoryId: githubId.describe("Number of the repository: gh api repos/OWNER/NAME --jq .id"),
        ownerId: githubId.describe("Number of its owner: gh api repos/OWNER/NAME --jq .owner.id"),
        branch: z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/)
            .meta({ form: "the name of a branch, such as main" })
            .default("main")
            .describe("The branch that is deployed. Default main."),
        workflow: z
            .string()
            .regex(/^\.github\/workflows\/[A-Za-z0-9._-]{1,80}\.ya?ml$/)
            .meta({ form: "the path of a workflow, such as .github/workflows/deploy.yml" })
            .describe("The one workflow that may apply, as it stands on the branch."),
        environment: z
            .string()
            .regex(/^[a-z][a-z0-9-]{0,39}$/)
            .meta({ form: "the name of a GitHub environment, such as mainnet" })
            .describe("The GitHub environment that the workflow's job names; its reviewers say yes before it runs."),
    })
    .describe("Who may deploy: workflows of one GitHub repository, by federation, without a service account's key.");

/** What GitHub says of a job in the claim `sub`, by name alone and with the numbers. */
export function subjects(of: Pick<z.infer<typeof Deployers>, "repository" | "repositoryId" | "ownerId">, job: string) {
    const [owner, name] = of.repository.split("/");
    return [`repo:${of.repository}:${job}`, `repo:${owner}@${of.ownerId}/${name}@${of.repositoryId}:${job}`] as const;
}

/** Longest `google.subject` that Google takes. */
const LONGEST_SUBJECT = 127;

export const deployerRules: readonly Rule<Settings>[] = [
    function* ({ ground: { deployers } }) {
        const { environment, branch } = deployers;
        const jobs = [`environment:${environment}`, `ref:refs/heads/${branch}`, "pull_request"];
        const longest = Math.max(...jobs.flatMap((job) => subjects(deployers, job)).map((subject) => subject.length));
        if (longest > LONGEST_SUBJECT)
            yield {
                at: "ground.deployers.repository",
                found: deployers.repository,
                use: `names that are ${longest - LONGEST_SUBJECT} characters shorter, of repository, environment or branch`,
            };
    },
];
