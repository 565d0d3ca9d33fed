// Declares as many resources as its argument says and prints the milliseconds that took.
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { declareProgram } from "../preview/capture";

/** Ten resources as a workload has them: itself, a service, an account, and configuration. */
class Workload extends pulumi.ComponentResource {
    constructor(name: string, provider: kubernetes.Provider) {
        super("bench:index:Workload", name, {}, { provider });
        const labels = { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "bench" };
        const metadata = (part: string) => ({ name: `${name}-${part}`, namespace: "bench", labels });
        const account = new kubernetes.core.v1.ServiceAccount(
            `${name}-account`,
            { metadata: metadata("account"), automountServiceAccountToken: false },
            { parent: this },
        );
        const files = Array.from({ length: 5 }, (_, index) => {
            const data = { "app.toml": `listen = 0.0.0.0:${8000 + index}\n`.repeat(8), mode: "strict" };
            const args = { metadata: metadata(`config-${index}`), data };
            return new kubernetes.core.v1.ConfigMap(`${name}-config-${index}`, args, { parent: this });
        });
        const secret = new kubernetes.core.v1.Secret(
            `${name}-secret`,
            { metadata: metadata("secret"), stringData: { key: pulumi.secret(name) } },
            { parent: this },
        );
        const image = `registry.example.com/bench/${name}@sha256:${"0".repeat(64)}`;
        const containers = [
            {
                name: "main",
                image,
                envFrom: files.map(({ metadata }) => ({ configMapRef: { name: metadata.name } })),
                env: [{ name: "SECRET", valueFrom: { secretKeyRef: { name: secret.metadata.name, key: "key" } } }],
                resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "128Mi" } },
                securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
            },
        ];
        const template = { metadata: { labels }, spec: { serviceAccountName: account.metadata.name, containers } };
        const deployment = new kubernetes.apps.v1.Deployment(
            `${name}-deployment`,
            { metadata: metadata("deployment"), spec: { selector: { matchLabels: labels }, replicas: 2, template } },
            { parent: this },
        );
        new kubernetes.core.v1.Service(
            `${name}-service`,
            { metadata: metadata("service"), spec: { selector: labels, ports: [{ port: 80 }] } },
            { parent: this, dependsOn: deployment },
        );
        this.registerOutputs({});
    }
}

const PER_WORKLOAD = 10;

async function main(count: number): Promise<void> {
    const start = performance.now();
    const plan = await declareProgram(() => {
        const provider = new kubernetes.Provider("bench", { kubeconfig: "{}" });
        for (let index = 0; index < count / PER_WORKLOAD; index++) new Workload(`workload-${index}`, provider);
    });
    const milliseconds = performance.now() - start;
    // The stack and the provider are there whatever the count.
    if (plan.resources.length !== count + 2) throw new Error(`${plan.resources.length} resources were declared`);
    process.stdout.write(String(milliseconds));
}

main(Number(process.argv[2]));
