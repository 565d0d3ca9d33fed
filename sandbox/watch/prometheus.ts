import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePorts, type Server, start } from "../cluster/server";
import { tool } from "../tools/find";

/** A rule as a running Prometheus sees it. */
export interface LoadedRule {
    name: string;
    health: "ok" | "unknown" | "err";
    lastError?: string;
}

export interface LoadedGroup {
    name: string;
    rules: LoadedRule[];
}

/** What a running Prometheus scrapes. */
export interface Target {
    scrapePool: string;
    scrapeUrl: string;
    labels: Record<string, string>;
}

export interface PrometheusOptions {
    /** An empty folder, or none yet: configuration, data and log. */
    directory: string;
    ruleGroups: readonly unknown[];
    scrapeConfigs: readonly object[];
}

/** A real Prometheus on the loopback interface. */
export class Prometheus {
    readonly #address: string;
    readonly #server: Server;

    private constructor(address: string, server: Server) {
        this.#address = address;
        this.#server = server;
    }

    /** Starts it; throws with the end of its log if it does not take its configuration. */
    static async start({ directory, ruleGroups, scrapeConfigs }: PrometheusOptions): Promise<Prometheus> {
        mkdirSync(directory, { recursive: true });
        const file = (name: string, content: object) => {
            writeFileSync(join(directory, name), stringify(content, { aliasDuplicateObjects: false }), { mode: 0o600 });
            return join(directory, name);
        };
        const [port] = await freePorts(1);
        const config = file("prometheus.yml", {
            global: { evaluation_interval: "1s" },
            rule_files: [file("rules.yml", { groups: ruleGroups })],
            scrape_configs: scrapeConfigs,
        });
        const server = start(
            "prometheus",
            [
                tool("prometheus"),
                `--config.file=${config}`,
                `--storage.tsdb.path=${join(directory, "data")}`,
                `--web.listen-address=127.0.0.1:${port}`,
            ],
            join(directory, "prometheus.log"),
        );
        const prometheus = new Prometheus(`http://127.0.0.1:${port}`, server);
        try {
            await server.until(() =>
                fetch(`${prometheus.#address}/-/ready`).then(
                    ({ ok }) => ok,
                    () => false,
                ),
            );
        } catch (error) {
            await server.kill();
            throw error;
        }
        return prometheus;
    }

    async groups(): Promise<LoadedGroup[]> {
        return (await this.#ask<{ groups: LoadedGroup[] }>("rules")).groups;
    }

    async targets(): Promise<Target[]> {
        return (await this.#ask<{ activeTargets: Target[] }>("targets?state=active")).activeTargets;
    }

    stop(): Promise<void> {
        return this.#server.stop();
    }

    async #ask<T>(what: string): Promise<T> {
        const answer = await fetch(`${this.#address}/api/v1/${what}`);
        return ((await answer.json()) as { data: T }).data;
    }
}
