import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts, start } from "../../sandbox/cluster/server";

/** A real Postgres of its own, on the loopback address, to which one comes with TLS and a password. */
export interface RunningPostgres {
    port: number;
    /** What the server's certificate is verified against, PEM. */
    authority: string;
    /** Runs SQL as the superuser; gives what it prints. */
    asSuperuser(sql: string): string;
    /** Runs SQL as somebody, with the certificate verified; throws what the server says. */
    as(login: { username: string; password: string }, sql: string): string;
    stop(): Promise<void>;
}

const DATABASE = "ledger";

/** Postgres refuses to run as root. */
const unprivileged =
    process.getuid?.() === 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

const run = ([program = "", ...args]: readonly string[], env: NodeJS.ProcessEnv = {}): string =>
    execFileSync(program, args, { encoding: "utf8", env: { ...process.env, ...env }, stdio: "pipe" }).trim();

export async function startPostgres(): Promise<RunningPostgres> {
    const directory = mkdtempSync(join(tmpdir(), "slipway-postgres-"));
    const programs = run(["sh", "-c", "ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1"]);
    const [data, key, certificate] = ["data", "server.key", "server.crt"].map((name) => join(directory, name)) as [
        string,
        string,
        string,
    ];
    mkdirSync(data, { recursive: true });
    const own = [
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        key,
        "-out",
        certificate,
    ];
    run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", ...own]);
    if (unprivileged.length > 0) run(["chown", "-R", "postgres", directory]);
    const initial = ["--username=slipway", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync"];
    run([...unprivileged, join(programs, "initdb"), `--pgdata=${data}`, ...initial]);
    const [port = 0] = await freePorts(1);
    const settings = {
        listen_addresses: "127.0.0.1",
        port,
        unix_socket_directories: data,
        ssl: "on",
        ssl_key_file: key,
        ssl_cert_file: certificate,
        fsync: "off",
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const log = join(directory, "postgres.log");
    const server = start("postgres", [...unprivileged, join(programs, "postgres"), "-D", data, ...options], log);
    const ask = (connection: string, sql: string, env: NodeJS.ProcessEnv = {}) =>
        run(
            ["psql", connection, "--no-psqlrc", "--tuples-only", "--no-align", "-v", "ON_ERROR_STOP=1", "-c", sql],
            env,
        );
    const asSuperuser = (sql: string, database = DATABASE) =>
        ask(`host=${data} port=${port} user=slipway dbname=${database}`, sql);
    await server.until(async () => {
        try {
            return asSuperuser(`CREATE DATABASE ${DATABASE}`, "postgres") === "CREATE DATABASE";
        } catch {
            return false;
        }
    });
    return {
        port,
        authority: readFileSync(certificate, "utf8"),
        asSuperuser: (sql) => asSuperuser(sql),
        as: ({ username, password }, sql) =>
            ask(
                `host=127.0.0.1 port=${port} user=${username} dbname=${DATABASE} sslmode=verify-full sslrootcert=${certificate}`,
                sql,
                { PGPASSWORD: password },
            ),
        async stop() {
            await server.stop();
            rmSync(directory, { recursive: true, force: true });
        },
    };
}
