import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Plan } from "../../preview/plan";
import { toTerraform } from "./terraform";

/** What a check says of a resource. */
export interface Result {
    check: string;
    title: string;
    /** `google_kms_crypto_key.keys_europe_west1_disks` */
    address: string;
    passed: boolean;
    /** Paths that the check read and that nobody knows before the update. */
    later: readonly string[];
}

export interface Judged {
    results: readonly Result[];
    /** Types that were declared and of which no check said anything, with their number. */
    unjudged: ReadonlyMap<string, number>;
}

interface Report {
    check_id: string;
    check_name: string;
    resource: string;
    check_result: { evaluated_keys?: string[] };
}

/** checkov's Google checks over the Google resources of a plan, by the program itself. */
export async function checkov(plan: Plan, environment: string): Promise<Judged> {
    const { plan: terraform, resources, unconverted } = toTerraform(plan);
    const folder = mkdtempSync(join(tmpdir(), "slipway-checkov-"));
    const file = join(folder, "plan.json");
    try {
        writeFileSync(file, JSON.stringify(terraform));
        const args = ["-f", file, "--framework", "terraform_plan", "--check", "CKV_GCP*,CKV2_GCP*"];
        const { stdout } = await promisify(execFile)(
            join(environment, "bin/checkov"),
            [...args, "-o", "json", "--compact", "--soft-fail", "--skip-download"],
            { env: { ...process.env, EVAL_TF_PLAN_AFTER_UNKNOWN: "true" }, maxBuffer: 1 << 28 },
        );
        const { results: said, summary } = JSON.parse(stdout);
        if (summary.parsing_errors > 0 || summary.resource_count !== resources.size)
            throw new Error(`checkov read ${summary.resource_count} of ${resources.size} resources`);
        const read =
            (passed: boolean) =>
            (record: Report): Result => ({
                ...{ check: record.check_id, title: record.check_name, address: record.resource, passed },
                later: later(
                    record.check_result.evaluated_keys ?? [],
                    resources.get(record.resource)?.unknown ?? new Set(),
                ),
            });
        const results = [...said.passed_checks.map(read(true)), ...said.failed_checks.map(read(false))];
        const judged = new Set(results.map(({ address }) => resources.get(address)?.resource.type));
        const unjudged = new Map(unconverted);
        for (const { resource } of resources.values())
            if (!judged.has(resource.type)) unjudged.set(resource.type, (unjudged.get(resource.type) ?? 0) + 1);
        return { results, unjudged };
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** A check that does not say what it read may have read anything. */
function later(evaluated: readonly string[], unknown: ReadonlySet<string>): string[] {
    const keys = evaluated.map((key) => key.replace(/\/?\[\d+\]/g, "").replaceAll("/", "."));
    if (keys.length === 0) return [...unknown];
    const within = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}.`);
    return [...unknown].filter((path) => keys.some((key) => within(path, key) || within(key, path)));
}
