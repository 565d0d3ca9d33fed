import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo, Socket, Server as SocketServer } from "node:net";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Config } from "./routing";

const yaml = (value: unknown) => stringify(value, { aliasDuplicateObjects: false });

/**
 * How long the second Alertmanager waits for the first before it tells people itself. It tells what it knew before it
 * waited, so alerts must not be looked at again within that time: 15 seconds and 5 minutes when it is not a test.
 */
export const PEER_SECONDS = 10;

/** What a receiver was told. */
export interface Told {
    receiver: string;
    alert: string;
    resolved: boolean;
    text: string;
}

/** A program under one of its names, or none. */
export const found = (...names: readonly string[]): string | undefined =>
    names.find((name) => spawnSync(name, ["--version"]).error === undefined);

export const PROMETHEUS = found("prometheus");
export const ALERTMANAGER = found("alertmanager", "prometheus-alertmanager");

async function freePort(): Promise<number> {
    const server = createSocket();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    return port;
}

/** Waits until something holds. */
export async function until(
    what: string | (() => string),
    holds: () => boolean | Promise<boolean>,
    seconds = 60,
): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!(await holds())) {
        if (Date.now() > end) throw new Error(`${typeof what === "string" ? what : what()}: not within ${seconds} s`);
        await new Promise((done) => setTimeout(done, 200));
    }
}

/** The parts of a message that the test asks for: each receiver has a form of its own. */
function read(receiver: string, body: string): Told[] {
    const message = JSON.parse(body);
    const name = (title: string) => title.split(":")[0] ?? "";
    if ("event_action" in message)
        return [
            {
                receiver,
                alert: name(message.payload.summary),
                resolved: message.event_action === "resolve",
                text: body,
            },
        ];
    if ("attachments" in message)
        return message.attachments.map((one: { title: string; color: string; text: string }) => ({
            receiver,
            alert: name(one.title),
            resolved: one.color === "good",
            text: one.text,
        }));
    return message.alerts.map((one: { labels: { alertname: string }; status: string }) => ({
        receiver,
        alert: one.labels.alertname,
        resolved: one.status === "resolved",
        text: body,
    }));
}

/** A mail as it was sent: its subject says what happened to which alert. */
function readMail(receiver: string, mail: string): Told {
    const [, status = "", alert = ""] = /^Subject: \[(FIRING|RESOLVED)\] (\w+):/m.exec(mail) ?? [];
    return { receiver, alert, resolved: status === "RESOLVED", text: mail };
}

/** What a mail server says to what a client says; `mail` gets each mail, with the address that it is for. */
function takeMail(socket: Socket, mail: (to: string, text: string) => void): void {
    const say = (line: string) => socket.write(`${line}\r\n`);
    let [buffer, to, text] = ["", "", undefined as string[] | undefined];
    const answer = (line: string) => {
        if (text && line === ".") {
            mail(to, text.join("\n"));
            text = undefined;
            say("250 taken");
        } else if (text) text.push(line);
        else if (/^EHLO /.test(line)) say("250-localhost\r\n250 AUTH PLAIN");
        else if (/^AUTH /.test(line)) say("235 welcome");
        else if (line === "DATA") {
            text = [];
            say("354 go on");
        } else if (line === "QUIT") socket.end("221 bye\r\n");
        else {
            to = /^RCPT TO:<(.*)>/.exec(line)?.[1] ?? to;
            say("250 well");
        }
    };
    say("220 localhost");
    socket.on("error", () => socket.destroy());
    socket.on("data", (part) => {
        const lines = `${buffer}${part}`.split("\r\n");
        buffer = lines.pop() ?? "";
        lines.forEach(answer);
    });
}

/** Prometheus, two Alertmanagers, a target with settable metrics, and somebody who listens in place of each receiver. */
export class Live {
    readonly told: Told[] = [];
    /** Series that the target shows now. */
    series: () => readonly string[] = () => [];
    private readonly folder = mkdtempSync(join(tmpdir(), "slipway-live-"));
    private readonly servers: (Server | SocketServer)[] = [];
    private readonly processes = new Map<string, ChildProcess>();
    private prometheusPort = 0;

    async start(config: Config): Promise<void> {
        const listener = await this.serve((path, body) => {
            this.told.push(...read(path.slice(1), body));
            return "ok";
        });
        const target = await this.serve(() => `${this.series().join("\n")}\n`);
        const mail = await this.serveMail((to, text) => {
            const receiver = config.receivers.find(
                (one) => "email_configs" in one && one.email_configs?.[0]?.to === to,
            );
            this.told.push(readMail(receiver?.name ?? to, text));
        });
        const own = this.redirected(config, `http://127.0.0.1:${listener}`, `127.0.0.1:${mail}`);
        const [web1, web2, gossip1, gossip2] = [await freePort(), await freePort(), await freePort(), await freePort()];
        this.write("alertmanager.yml", yaml(own));
        for (const [web, listen, peer] of [
            [web1, gossip1, gossip2],
            [web2, gossip2, gossip1],
        ] as const)
            this.run(`alertmanager-${web}`, ALERTMANAGER ?? "", [
                `--config.file=${this.path("alertmanager.yml")}`,
                `--storage.path=${this.path(`alertmanager-${web}`)}`,
                `--web.listen-address=127.0.0.1:${web}`,
                `--cluster.listen-address=127.0.0.1:${listen}`,
                `--cluster.peer=127.0.0.1:${peer}`,
                `--cluster.peer-timeout=${PEER_SECONDS}s`,
            ]);
        this.prometheusPort = await freePort();
        this.write("rules.yml", yaml({ groups: [] }));
        this.write(
            "prometheus.yml",
            yaml({
                global: {
                    // Also the time that an answer may take: without one, every series ends and begins again.
                    scrape_interval: "2s",
                    scrape_timeout: "2s",
                    evaluation_interval: "1s",
                    external_labels: { network: "lab", cluster: "lab" },
                },
                rule_files: [this.path("rules.yml")],
                alerting: {
                    alertmanagers: [{ static_configs: [{ targets: [web1, web2].map((port) => `127.0.0.1:${port}`) }] }],
                    // A mark of the replay, which no real alert has.
                    alert_relabel_configs: [{ action: "labeldrop", regex: "case" }],
                },
                scrape_configs: [
                    { job_name: "target", honor_labels: true, static_configs: [{ targets: [`127.0.0.1:${target}`] }] },
                ],
            }),
        );
        for (const port of [web1, web2])
            await until("Alertmanagers see each other", async () => {
                const answer = await fetch(`http://127.0.0.1:${port}/api/v2/status`).catch(() => undefined);
                const status = (await answer?.json()) as { cluster: { peers: unknown[] } } | undefined;
                return status?.cluster.peers.length === 2;
            });
        this.run("prometheus", PROMETHEUS ?? "", [
            `--config.file=${this.path("prometheus.yml")}`,
            `--storage.tsdb.path=${this.path("data")}`,
            `--web.listen-address=127.0.0.1:${this.prometheusPort}`,
            // Alertmanager takes an alert for ended that it was not told of for four times as long.
            "--rules.alert.resend-delay=5s",
        ]);
        await until("Prometheus is ready", async () => {
            const answer = await fetch(`http://127.0.0.1:${this.prometheusPort}/-/ready`).catch(() => undefined);
            return answer?.ok ?? false;
        });
    }

    /** Gives Prometheus rules while it runs. */
    async load(groups: readonly object[]): Promise<void> {
        this.write("rules.yml", yaml({ groups }));
        this.processes.get("prometheus")?.kill("SIGHUP");
        await until("Prometheus takes its rules", async () => (await this.loaded()).length > 0, 10);
    }

    /** Names of the rules that Prometheus says it has loaded. */
    async loaded(): Promise<string[]> {
        const answer = await fetch(`http://127.0.0.1:${this.prometheusPort}/api/v1/rules`);
        const { data } = (await answer.json()) as { data: { groups: { rules: { name: string; health: string }[] }[] } };
        return data.groups.flatMap(({ rules }) => rules.map(({ name }) => name));
    }

    async stopPrometheus(): Promise<void> {
        const process = this.processes.get("prometheus");
        const ended = new Promise((done) => process?.once("exit", done));
        process?.kill();
        await ended;
    }

    stop(): void {
        for (const process of this.processes.values()) process.kill("SIGKILL");
        for (const server of this.servers) server.close();
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** The same configuration with our own ears for addresses, our own files for secrets, and seconds for minutes. */
    private redirected(config: Config, address: string, smarthost: string): object {
        const copy = JSON.parse(JSON.stringify(config));
        copy.route = { ...copy.route, group_wait: "1s", group_interval: "15s" };
        const [watchdog] = copy.route.routes;
        Object.assign(watchdog, { group_interval: "2s", repeat_interval: "2s" });
        for (const receiver of copy.receivers) {
            const url = `${address}/${receiver.name}`;
            this.write(receiver.name, receiver.pagerduty_configs ? "routing-key" : url);
            for (const one of receiver.pagerduty_configs ?? [])
                Object.assign(one, { url, routing_key_file: this.path(receiver.name) });
            for (const one of receiver.slack_configs ?? []) one.api_url_file = this.path(receiver.name);
            for (const one of receiver.email_configs ?? [])
                Object.assign(one, {
                    smarthost,
                    auth_password_file: this.path(receiver.name),
                    // Our ear has no certificate; passwords go in the clear to this machine alone.
                    require_tls: false,
                });
            for (const one of receiver.webhook_configs ?? []) {
                // Alertmanager before 0.26 has no `url_file` here.
                delete one.url_file;
                one.url = url;
            }
        }
        return copy;
    }

    private async serve(answer: (path: string, body: string) => string): Promise<number> {
        const server = createServer((request, response) => {
            const parts: Buffer[] = [];
            request.on("data", (part) => parts.push(part));
            request.on("end", () => {
                response.setHeader("content-type", "text/plain; version=0.0.4");
                response.end(answer(request.url ?? "", Buffer.concat(parts).toString()));
            });
        });
        this.servers.push(server);
        await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
        return (server.address() as AddressInfo).port;
    }

    private async serveMail(mail: (to: string, text: string) => void): Promise<number> {
        const server = createSocket((socket) => takeMail(socket, mail));
        this.servers.push(server);
        await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
        return (server.address() as AddressInfo).port;
    }

    private path(name: string): string {
        return join(this.folder, name);
    }

    private write(name: string, text: string): void {
        mkdirSync(this.folder, { recursive: true });
        writeFileSync(this.path(name), text);
    }

    private run(name: string, program: string, args: readonly string[]): void {
        this.processes.set(name, spawn(program, [...args], { stdio: "ignore" }));
    }
}
