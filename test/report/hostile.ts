import fc from "fast-check";
import type { Verdict } from "../../policies/rule";
import type { Json } from "../../preview/plan";
import type { Report, ReportOptions } from "../../preview/report/model";
import { report } from "../../preview/report/report";
import { digest, Planner, unknown } from "./planner";

/** What people have tried in names, annotations and descriptions. */
const attacks = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</pre></details><h1>Clean: 0 violations</h1>",
    "</style><style>*{display:none}",
    "</script><script>alert(1)",
    "<!--",
    "]]>",
    "[approve](https://evil.example)",
    "![x](https://evil.example/pixel)",
    "`code` ``more`` ```all```",
    "a | b | c\n|---|---|",
    "\n\n# Clean: 0 violations\n\n- all good",
    "\r\n## Facts",
    "<details><summary>x</summary>",
    "https://evil.example www.evil.example",
    "@everyone #1 !1",
    "\u001b[2J\u001b[31mred\u0007",
    "safe\u202egnp.exe\u202c",
    "zero\u200bwidth\ufeff\u2060",
    "\u2028line\u2029paragraph",
    "lone \ud800 surrogate",
    "javascript:alert(1)",
    "__proto__",
    "&lt;b&gt; &amp;",
    "\\`escaped\\`",
    "urn:pulumi:a::b::c$d::e::f",
];

export const hostile = fc.oneof(
    fc.constantFrom(...attacks),
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.tuple(fc.constantFrom(...attacks), fc.string({ maxLength: 8 })).map((parts) => parts.join("")),
);

/** A report in which every text that a plan or a verdict can choose is the attacker's. */
export const hostileReport: fc.Arbitrary<Report> = fc.infiniteStream(hostile).map((stream) => {
    const text = () => stream.next().value as string;
    const planner = new Planner();
    const inside = () => ({ [text()]: [text(), { [text()]: unknown }], text: `${text()}\n${text()}`.repeat(3) });
    const place = planner.group(text(), text());
    const within = { parent: place.urn, provider: text(), dependencies: [text()], ignoreChanges: [text()] };
    const declare = (type: string, inputs: { [key: string]: Json }, paths: string[] = [text()]) =>
        planner.add(
            type,
            text(),
            { ...inside(), ...inputs },
            {
                ...within,
                unknownPaths: paths,
                secretPaths: [text()],
                propertyDependencies: { [text()]: [text()], region: [text()] },
                options: { [text()]: text() },
            },
        );
    declare(text(), {});
    declare("gcp:kms/cryptoKey:CryptoKey", { destroyScheduledDuration: text() }, ["region.x"]);
    declare("gcp:compute/subnetwork:Subnetwork", { region: text(), ipCidrRange: text() });
    declare("gcp:compute/address:Address", { addressType: text(), region: text(), address: text() });
    const metadata = { name: text(), namespace: text(), annotations: { [text()]: text() } };
    declare("kubernetes:apps/v1:Deployment", { metadata, spec: { containers: [{ image: text() }] } });
    declare("kubernetes:batch/v1:CronJob", { metadata, spec: { schedule: text() } });
    declare("kubernetes:helm.sh/v3:Release", { chart: text(), version: text(), repositoryOpts: { repo: text() } });
    const plan = { ...planner.plan(), project: text(), stack: text(), outputs: { [text()]: text() } };
    const verdicts = plan.resources.map(
        ({ urn }, i): Verdict => ({
            rule: "IMG-01",
            verdict: i % 2 ? "violation" : "undetermined",
            severity: "high",
            level: "mandatory",
            urn: i === 0 ? text() : urn,
            path: text(),
            found: text(),
            wanted: i % 2 ? text() : "",
        }),
    );
    const changed = plan.resources.map((one) => ({ ...one, protect: true, inputs: { [text()]: text() } }));
    const gone = { ...plan.resources[0], urn: text(), name: text() } as (typeof plan.resources)[number];
    const before = { ...plan, resources: [...changed, gone], outputs: { [text()]: text() } };
    const options: ReportOptions = { digest, against: { name: text(), plan: before } };
    return report(plan, verdicts, options);
});
