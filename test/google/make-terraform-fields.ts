/**
 * Writes `terraform-fields.jsonl`: for each type of the modules below its Terraform name, and which of its fields are
 * lists or blocks, as the bridge of @pulumi/gcp knows them. Takes the path of the bridge's metadata, of the version in
 * package.json: https://github.com/pulumi/pulumi-gcp/blob/v9.35.0/provider/cmd/pulumi-resource-gcp/bridge-metadata.json
 *
 *     node --import tsx test/google/make-terraform-fields.ts bridge-metadata.json
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dependencies } from "../../package.json";

const MODULES = new Set(
    `accesscontextmanager artifactregistry billing binaryauthorization certificatemanager compute container dns
    essentialcontacts folder gkebackup gkehub iam kms logging monitoring networkconnectivity networksecurity
    organizations orgpolicy projects pubsub redis secretmanager serviceaccount servicenetworking sql storage`.split(
        /\s+/,
    ),
);

interface Field {
    maxItemsOne?: boolean;
    fields?: Record<string, Field>;
    elem?: { fields?: Record<string, Field> };
}

/** A field that holds one block at most ends in `!`; the others are lists, sets and objects. */
type Fields = { [name: string]: Fields };

const fieldsOf = (fields: Record<string, Field> = {}): Fields =>
    Object.fromEntries(
        Object.entries(fields).map(([name, { maxItemsOne, fields, elem }]) => [
            maxItemsOne ? `${name}!` : name,
            fieldsOf({ ...fields, ...elem?.fields }),
        ]),
    );

const metadata = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const resources: [string, { current: string; fields?: Record<string, Field> }][] = Object.entries(
    metadata["auto-aliasing"].resources,
);
const rows = resources
    .filter(([, { current }]) => MODULES.has(/^gcp:(\w+)\//.exec(current)?.[1] ?? ""))
    .map(([name, { current, fields }]) => [current, name, fieldsOf(fields)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
const head = { source: "pulumi/pulumi-gcp bridge-metadata.json", version: dependencies["@pulumi/gcp"] };
writeFileSync(
    join(__dirname, "terraform-fields.jsonl"),
    [head, ...rows].map((row) => `${JSON.stringify(row)}\n`).join(""),
);
