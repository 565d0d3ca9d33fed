import type { Receiver } from "../settings/watch";

/** Where Alertmanager finds the secrets of its receivers: the operator mounts Kubernetes secrets there by name. */
export const RECEIVER_SECRETS = "receivers";
const secretFile = (name: string) => `/etc/alertmanager/secrets/${RECEIVER_SECRETS}/${name}`;

/** The name of the secret in Secret Manager that a receiver needs. */
export const receiverSecret = (receiver: Receiver): string =>
    receiver.type === "pagerduty" ? receiver.routingKey : receiver.webhook;

const TITLE = "{{ .CommonLabels.alertname }}: {{ .CommonAnnotations.summary }}";

/** `send_resolved` is said everywhere, because its default differs from receiver to receiver. */
function config(receiver: Receiver) {
    const file = secretFile(receiverSecret(receiver));
    if (receiver.type === "pagerduty")
        return {
            pagerduty_configs: [
                {
                    routing_key_file: file,
                    send_resolved: true,
                    description: TITLE,
                    links: [{ href: "{{ .CommonAnnotations.runbook_url }}", text: "runbook" }],
                },
            ],
        };
    return {
        slack_configs: [
            {
                api_url_file: file,
                channel: receiver.channel,
                send_resolved: true,
                title: TITLE,
                title_link: "{{ .CommonAnnotations.runbook_url }}",
                text: "{{ range .Alerts }}{{ .Annotations.description }}\n{{ end }}",
            },
        ],
    };
}

/** The configuration of Alertmanager: each severity reaches every receiver that asks for it, once. */
export function alertmanagerConfig(receivers: readonly Receiver[]) {
    return {
        route: {
            receiver: "nobody",
            group_by: ["alertname", "service", "cluster"],
            group_wait: "30s",
            group_interval: "5m",
            repeat_interval: "4h",
            routes: receivers.map(({ name, severities }) => ({
                receiver: name,
                matchers: [`severity=~"${severities.join("|")}"`],
                continue: true,
            })),
        },
        inhibit_rules: [
            {
                source_matchers: ['severity="critical"'],
                target_matchers: ['severity="warning"'],
                equal: ["alertname", "service", "cluster"],
            },
        ],
        receivers: [{ name: "nobody" }, ...receivers.map((receiver) => ({ name: receiver.name, ...config(receiver) }))],
    };
}
