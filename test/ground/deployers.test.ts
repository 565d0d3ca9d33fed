import { describe, expect, test } from "vitest";
import { DEPLOYERS, GRANTABLE, RIGHTS } from "../../components/ground/deployer-rights";
import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import type { PlanResource } from "../../preview/plan";
import { settingsOf, withValue } from "../settings/yaml";
import type { Declared } from "../stack";
import { stack } from "../stack";

const PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
const POOL = "projects/100000000002/locations/global/workloadIdentityPools/github";

/** Grants of roles, on whatever they are. */
const grants = ({ plan }: Declared) =>
    plan.resources.filter(({ custom, inputs }) => custom && typeof inputs.role === "string");

const isDeployers = ({ name }: PlanResource) => name.startsWith("deployer-");

/** What GitHub says of the job that deploys mainnet. */
const apply = {
    sub: "repo:example/slipway:environment:mainnet",
    repository_id: "200000002",
    repository_owner_id: "100000001",
    workflow_ref: "example/slipway/.github/workflows/deploy.yml@refs/heads/main",
};

/**
 * Whether a provider takes a token. The conditions use nothing of CEL but string comparison, "and" and "or", which
 * JavaScript writes and reads alike; a claim that is missing is an error there and equals nothing here.
 */
function takes(network: Declared, deployer: string, token: Record<string, string>): boolean {
    const condition = String(network.one(PROVIDER, `deployer-${deployer}`).inputs.attributeCondition);
    expect(condition).toMatch(/^(assertion\.[a-z_]+ == "[^"\\]*"|[()]| \|\| | && )+$/);
    return new Function("assertion", `return ${condition}`)(token);
}

describe("apply", () => {
    test.each<[string, Partial<typeof apply>, boolean]>([
        ["the workflow on the branch, in the environment", {}, true],
        [
            "with GitHub's numbers in the subject",
            { sub: "repo:example@100000001/slipway@200000002:environment:mainnet" },
            true,
        ],
        ["another environment", { sub: "repo:example/slipway:environment:testnet" }, false],
        ["no environment, so no reviewer", { sub: "repo:example/slipway:ref:refs/heads/main" }, false],
        ["a pull request", { sub: "repo:example/slipway:pull_request" }, false],
        ["another workflow", { workflow_ref: "example/slipway/.github/workflows/ci.yml@refs/heads/main" }, false],
        ["another branch", { workflow_ref: "example/slipway/.github/workflows/deploy.yml@refs/heads/mine" }, false],
        ["a repository that took over the name", { repository_id: "200000003" }, false],
        ["an owner who took over the name", { repository_owner_id: "100000009" }, false],
        ["another owner's numbers", { sub: "repo:example@100000009/slipway@200000002:environment:mainnet" }, false],
    ])("%s", async (_, claims, taken) => {
        expect(takes(await stack("mainnet"), "apply", { ...apply, ...claims })).toBe(taken);
    });

    test("a token without the claims", async () => {
        expect(takes(await stack("mainnet"), "apply", { sub: apply.sub })).toBe(false);
    });
});

describe("preview", () => {
    test.each<[string, string, boolean]>([
        ["a pull request", "repo:example/slipway:pull_request", true],
        ["the branch", "repo:example@100000001/slipway@200000002:ref:refs/heads/main", true],
        ["another branch", "repo:example/slipway:ref:refs/heads/mine", false],
        ["another repository", "repo:example/other:pull_request", false],
    ])("%s", async (_, sub, taken) => {
        expect(takes(await stack("mainnet"), "preview", { ...apply, sub })).toBe(taken);
    });
});

test("a deployer is whoever its own provider let in, with a token made for that provider", async () => {
    const network = await stack("mainnet");
    const attributes = { preview: "repository_id/200000002", apply: "environment/mainnet" };
    for (const [deployer, attribute] of Object.entries(attributes)) {
        const [name = ""] = attribute.split("/");
        expect(network.one(PROVIDER, `deployer-${deployer}`).inputs).toMatchObject({
            oidc: {
                issuerUri: "https://token.actions.githubusercontent.com",
                allowedAudiences: [`https://iam.googleapis.com/${POOL}/providers/${deployer}`],
            },
            attributeMapping: { "google.subject": "assertion.sub", [`attribute.${name}`]: `assertion.${name}` },
        });
        expect(
            network.one("gcp:serviceaccount/iAMMember:IAMMember", `deployer-${deployer}-github`).inputs,
        ).toMatchObject({
            role: "roles/iam.workloadIdentityUser",
            member: `principalSet://iam.googleapis.com/${POOL}/attribute.${attribute}`,
        });
    }
    const mapped = network.all(PROVIDER).map(({ inputs }) => Object.keys(inputs.attributeMapping as object));
    expect(mapped.flat().filter((key) => key === "attribute.environment")).toHaveLength(1);
});

test("conditions pin the repository as checkov reads them (CKV_GCP_118, CKV_GCP_125)", async () => {
    for (const { inputs } of (await stack("mainnet")).all(PROVIDER)) {
        const subject = /assertion\.sub\s*==\s*['"]([^'"]+)['"]/.exec(String(inputs.attributeCondition))?.[1];
        const [claim, repository = ""] = (subject ?? "").split(":");
        expect(claim).toBe("repo");
        expect(repository).toMatch(/^[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*\/[^/]+$/);
    }
});

describe.each(["testnet", "mainnet"])("%s", (name) => {
    test("gives no basic role to anybody, and nothing to everybody", async () => {
        const network = await stack(name);
        expect(grants(network).length).toBeGreaterThan(20);
        const roles = grants(network).map(({ inputs }) => String(inputs.role));
        expect(roles.filter((role) => /^roles\/(owner|editor|viewer|writer|reader|admin)$/.test(role))).toEqual([]);
        const inputs = JSON.stringify(network.plan.resources.map((resource) => resource.inputs));
        expect(inputs).not.toMatch(/allUsers|allAuthenticatedUsers/);
        expect(network.all("gcp:serviceaccount/key:Key")).toEqual([]);
    });

    test("lets a deployment grant the project-wide roles that it declares, and no other", async () => {
        const network = await stack(name);
        const declared = network.all("gcp:projects/iAMMember:IAMMember").filter((grant) => !isDeployers(grant));
        // The last is declared once applications are traced: test/watch/tracing.slow.ts.
        const roles = new Set([...declared.map(({ inputs }) => inputs.role), "roles/telemetry.tracesWriter"]);
        expect([...roles].sort()).toEqual(GRANTABLE);
        const list = GRANTABLE.map((role) => `"${role}"`).join(", ");
        expect(
            network.one("gcp:projects/iAMMember:IAMMember", "deployer-apply-resourcemanager-projectIamAdmin").inputs,
        ).toMatchObject({
            condition: {
                expression: `api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly([${list}])`,
            },
        });
    });

    test("gives each deployer exactly what the table says", async () => {
        const network = await stack(name);
        for (const [deployer, { permissions, roles }] of Object.entries(DEPLOYERS)) {
            const own = network.one("gcp:projects/iAMCustomRole:IAMCustomRole", `deployer-${deployer}`);
            expect(own.inputs.permissions).toEqual(permissions);
            const given = network
                .all("gcp:projects/iAMMember:IAMMember")
                .filter((grant) => grant.name.startsWith(`deployer-${deployer}-`) && !grant.name.endsWith("-own"));
            expect(given.map(({ inputs }) => inputs.role)).toEqual(roles);
        }
    });

    test("lets apply act as the nodes' accounts and as no other", async () => {
        const users = grants(await stack(name)).filter(({ inputs }) =>
            /serviceAccountUser|TokenCreator/.test(String(inputs.role)),
        );
        expect(users.length).toBeGreaterThan(0);
        expect(users.filter(({ name: grant }) => !grant.startsWith("deployer-apply-nodes-"))).toEqual([]);
    });
});

describe("the table of rights", () => {
    test("has a line for each kind of resource that is declared, and none for others", async () => {
        const types = [...(await stack("testnet")).plan.resources, ...(await stack("mainnet")).plan.resources].map(
            ({ type }) => /^gcp:(\w+)\//.exec(type)?.[1],
        );
        expect(Object.keys(RIGHTS).sort()).toEqual([...new Set(types.filter(Boolean))].sort());
    });

    test("lets preview look, and see nothing that is inside", () => {
        const { permissions, roles } = DEPLOYERS.preview;
        expect(permissions.filter((one) => !/\.(get|list|getIamPolicy)$/.test(one))).toEqual([]);
        expect(permissions.filter((one) => /objects|logEntries|publicKey|[sS]ecrets\.list/.test(one))).toEqual([]);
        // Neither reads Secrets, values or keys, by Google's reference of roles; the one verb beside reading is to review
        // a token.
        expect(roles).toEqual(["roles/container.viewer", "roles/iam.workloadIdentityPoolViewer"]);
    });

    test("lets apply neither read values, use keys nor destroy what holds data", () => {
        const { permissions, roles } = DEPLOYERS.apply;
        const never =
            /\.(access|useTo\w+|destroy|export|executeSql|login|publish|consume)$|^storage\.objects|serviceAccountKeys/;
        expect(permissions.filter((one) => never.test(one))).toEqual([]);
        expect(permissions.filter((one) => one.endsWith(".delete"))).toEqual(["cloudsql.users.delete"]);
        const admins =
            /^roles\/(cloudkms|secretmanager|cloudsql|redis|storage|logging|gkebackup|pubsub|iam\.roleAdmin)/;
        expect(roles.filter((role) => admins.test(role))).toEqual([]);
    });

    test("leaves who may deploy to people", () => {
        expect(RIGHTS.iam).not.toHaveProperty("write");
        expect(RIGHTS.iam).not.toHaveProperty("admin");
        const all = [...DEPLOYERS.apply.permissions, ...DEPLOYERS.apply.roles];
        expect(all.filter((one) => /iam\.roles\.(create|update)|roleAdmin|PoolAdmin|securityAdmin$/.test(one))).toEqual(
            ["roles/compute.securityAdmin"],
        );
    });
});

test("wrong deployers are refused together, each with what would be right", () => {
    const deployers = {
        repository: 'example/slipway" || "a" == "a',
        repositoryId: 200000002,
        ownerId: "example",
        workflow: "deploy.yml",
        environment: "Main Net",
    };
    const result = check(Settings, rules, withValue(settingsOf("mainnet"), ["ground", "deployers"], deployers));
    expect("problems" in result ? result.problems.map(({ at, remedy }) => `${at}: ${remedy}`) : []).toEqual([
        "ground.deployers.repository: use owner and name of a GitHub repository, such as example/slipway",
        'ground.deployers.repositoryId: use GitHub\'s number in quotes, such as "1000001"',
        'ground.deployers.ownerId: use GitHub\'s number in quotes, such as "1000001"',
        "ground.deployers.workflow: use the path of a workflow, such as .github/workflows/deploy.yml",
        "ground.deployers.environment: use the name of a GitHub environment, such as mainnet",
    ]);
});

test("a subject that Google would not take is refused in the stack file", () => {
    const file = withValue(settingsOf("mainnet"), ["ground", "deployers", "repository"], `example/${"a".repeat(100)}`);
    const result = check(Settings, rules, file);
    expect("problems" in result ? result.problems.map(({ at }) => at) : []).toEqual(["ground.deployers.repository"]);
});
