import { entries, isOpen, reader } from "../constraint";
import type { Json, Rule } from "../rule";
import { asText } from "../value";
import { cloudRule, type Demand } from "./demand";
import { passing } from "./passing";

const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";
const PATH = "settings.databaseFlags";

const flags = reader(PATH);
const flagName = reader("name");
const flagValue = reader("value");
const version = reader("databaseVersion");

interface Flag {
    name: string;
    /** Of which engines. */
    engine: string;
    allowed: (value: string | undefined) => boolean;
    wanted: string;
    denied: string;
}

const is = (engine: string, name: string, wanted: string, denied: string): Flag => ({
    ...{ engine, name, wanted, denied },
    allowed: (value) => value === wanted,
});

/** Below `error`, PostgreSQL keeps silent about what went wrong. */
const SILENT = /^(log|fatal|panic)$/i;

/** What CIS asks of the logs of PostgreSQL (6.2.x), MySQL (6.1.x) and SQL Server (6.3.x). */
const LOGS: readonly Flag[] = [
    is("POSTGRES", "log_checkpoints", "on", "off"),
    is("POSTGRES", "log_connections", "on", "off"),
    is("POSTGRES", "log_disconnections", "on", "off"),
    is("POSTGRES", "log_hostname", "on", "off"),
    is("POSTGRES", "log_lock_waits", "on", "off"),
    is("POSTGRES", "log_temp_files", "0", "-1"),
    is("POSTGRES", "log_min_duration_statement", "-1", "99"),
    is("POSTGRES", "cloudsql.enable_pgaudit", "on", "off"),
    {
        ...{ engine: "POSTGRES", name: "log_statement", wanted: "ddl, mod or all", denied: "none" },
        allowed: (value) => ["ddl", "mod", "all"].includes(value ?? ""),
    },
    ...["log_min_messages", "log_min_error_statement"].map(
        (name): Flag => ({
            ...{ engine: "POSTGRES", name, wanted: "warning or error", denied: "panic" },
            allowed: (value) => value !== undefined && !SILENT.test(value),
        }),
    ),
    {
        ...{ engine: "MYSQL", name: "local_infile", wanted: "off", denied: "on" },
        allowed: (value) => value !== "on",
    },
    ...["cross db ownership chaining", "contained database authentication", "remote access"].map(
        (name): Flag => ({
            ...{ engine: "SQLSERVER", name, wanted: "off", denied: "on" },
            allowed: (value) => value !== "on",
        }),
    ),
];

const LOGINS: readonly Flag[] = [
    is("POSTGRES", "cloudsql.iam_authentication", "on", "off"),
    is("MYSQL", "cloudsql_iam_authentication", "on", "off"),
];

const demand = ({ name, engine, allowed, wanted, denied }: Flag): Demand => ({
    types: [DATABASE],
    *judge(props) {
        const of = version(props);
        if (!isOpen(of) && !asText(of).startsWith(engine)) return;
        let value: string | undefined;
        let at = PATH;
        for (const { path, entry } of entries(PATH, flags(props))) {
            if (isOpen(entry)) return yield { path, open: true };
            if (flagName(entry) !== name) continue;
            const found = flagValue(entry);
            at = `${path}.value`;
            if (isOpen(found)) return yield { path: at, open: true };
            value = asText(found);
        }
        if (allowed(value)) return;
        if (isOpen(of)) yield { path: "databaseVersion", open: true };
        else yield { path: at, denied: `${name} ${value === undefined ? "not set" : "so set"}` };
    },
    wanted: `${name} ${wanted}`,
    ...example(name, engine, denied),
});

/** An instance with one flag set wrongly. */
function example(name: string, engine: string, value: string): Pick<Demand, "denied" | "at"> {
    const { settings } = passing[DATABASE] as { settings: { databaseFlags: { name: string; value: string }[] } };
    const kept = engine === "POSTGRES" ? settings.databaseFlags.filter((flag) => flag.name !== name) : [];
    const versions: Record<string, string> = { MYSQL: "MYSQL_8_4", SQLSERVER: "SQLSERVER_2022_STANDARD" };
    const denied: Record<string, Json> = { [PATH]: [...kept, { name, value }] };
    if (versions[engine]) denied.databaseVersion = versions[engine];
    return { denied, at: [`${PATH}[${kept.length}].value`] };
}

/** Settings of the database itself. */
export const databaseFlags: readonly Rule[] = [
    cloudRule(
        {
            id: "SQL-07",
            title: "databases log what an investigation needs",
            why: "who came, what they changed and what failed is asked for after the fact, and cannot be found then",
            severity: "medium",
            level: "mandatory",
            sameAs: ["CKV_GCP_50", "CKV_GCP_51-59", "CKV_GCP_108-111", "CIS-G 6.1-6.3"],
        },
        LOGS.map(demand),
    ),
];

export const logins: readonly Demand[] = LOGINS.map(demand);
