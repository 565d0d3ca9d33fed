import { expect, test } from "vitest";
import type { KubeClient } from "../../sandbox/cluster/client";
import type { KubeObject } from "../../sandbox/cluster/object";
import { discover } from "../../sandbox/watch/discovery";
import { scrapeConfigs, specOf } from "../../sandbox/watch/monitor";
import { stack } from "../stack";

const metadata = { namespace: "intents", name: "oracle", labels: { "app.kubernetes.io/name": "oracle" } };
const OBJECTS: Record<string, Partial<KubeObject>[]> = {
    Service: [{ metadata }],
    Pod: [
        {
            metadata: { ...metadata, name: "oracle-0" },
            spec: { containers: [{ name: "proxy" }, { name: "oracle", ports: [{ containerPort: 8002 }] }] },
            status: { phase: "Running" },
        },
    ],
    Endpoints: [
        {
            metadata,
            subsets: [
                {
                    addresses: [{ ip: "10.64.0.1", targetRef: { kind: "Pod", name: "oracle-0" } }],
                    notReadyAddresses: [{ ip: "10.64.0.2" }],
                    ports: [{ name: "metrics", port: 8002 }],
                },
            ],
        },
    ],
};
const client = {
    list: async ({ kind }: { kind: string }) => ({ items: OBJECTS[kind] ?? [] }),
} as unknown as KubeClient;

test("an endpoint is discovered with what Prometheus knows of it, of its service and of its pod", async () => {
    const shared = {
        __meta_kubernetes_namespace: "intents",
        __meta_kubernetes_endpoints_name: "oracle",
        __meta_kubernetes_service_name: "oracle",
        __meta_kubernetes_service_label_app_kubernetes_io_name: "oracle",
        __meta_kubernetes_service_labelpresent_app_kubernetes_io_name: "true",
        __meta_kubernetes_endpoint_port_name: "metrics",
    };
    expect(await discover(client, "intents")).toEqual([
        {
            targets: ["10.64.0.1:8002"],
            labels: {
                ...shared,
                __meta_kubernetes_endpoint_address_target_kind: "Pod",
                __meta_kubernetes_endpoint_address_target_name: "oracle-0",
                __meta_kubernetes_pod_name: "oracle-0",
                __meta_kubernetes_pod_phase: "Running",
                __meta_kubernetes_pod_container_name: "oracle",
            },
        },
        { targets: ["10.64.0.2:8002"], labels: shared },
    ]);
});

/** What the chapter makes of a monitor; a field that is declared and not here would be left out of it. */
const READ = {
    selector: ["matchLabels"],
    namespaceSelector: ["matchNames"],
    endpoint: ["honorLabels", "interval", "params", "path", "port"],
};

test("nothing of a declared monitor is left out of its scrapes", async () => {
    const { all } = await stack("mainnet");
    const monitors = all("kubernetes:monitoring.coreos.com/v1:ServiceMonitor").map(
        ({ inputs }) => inputs as unknown as KubeObject,
    );
    expect(monitors.length).toBeGreaterThan(20);
    for (const monitor of monitors) {
        const { selector, namespaceSelector, endpoints, ...rest } = specOf(monitor);
        expect(Object.keys(rest)).toEqual([]);
        expect([Object.keys(selector), Object.keys(namespaceSelector)]).toEqual([
            READ.selector,
            READ.namespaceSelector,
        ]);
        for (const endpoint of endpoints)
            expect(Object.keys(endpoint).filter((field) => !READ.endpoint.includes(field))).toEqual([]);
        const configs = scrapeConfigs(monitor, { file: (name) => `${name}.json`, proxy: "http://127.0.0.1:1" });
        expect(new Set(configs.map(({ job_name }) => job_name)).size).toBe(endpoints.length);
    }
});
