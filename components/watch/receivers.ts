import type { Receiver } from "../settings/receivers";
import { receiverSecret } from "../settings/receivers";

/** Where Alertmanager finds the secrets of its receivers: the operator mounts Kubernetes secrets there by name. */
export const RECEIVER_SECRETS = "receivers";
export const secretFile = (name: string) => `/etc/alertmanager/secrets/${RECEIVER_SECRETS}/${name}`;

/** The port on which mail servers take mail from those who log in. */
export const SMTP_PORT = 587;

const TITLE = "{{ .CommonLabels.alertname }}: {{ .CommonAnnotations.summary }}";
const TEXT = "{{ range .Alerts }}{{ .Annotations.description }}\n{{ end }}";
const RUNBOOK = "{{ .CommonAnnotations.runbook_url }}";

/** A receiver as Alertmanager reads it. Whether the end is told is said everywhere: the default differs from type to type. */
export function receiverConfig(receiver: Receiver) {
    const file = secretFile(receiverSecret(receiver).id);
    const resolved = { send_resolved: true };
    const { name } = receiver;
    switch (receiver.type) {
        case "pagerduty":
            return {
                name,
                pagerduty_configs: [
                    {
                        ...resolved,
                        routing_key_file: file,
                        description: TITLE,
                        links: [{ href: RUNBOOK, text: "runbook" }],
                    },
                ],
            };
        case "opsgenie":
            return {
                name,
                opsgenie_configs: [
                    {
                        ...resolved,
                        api_key_file: file,
                        api_url: receiver.api,
                        message: TITLE,
                        description: `${TEXT}${RUNBOOK}`,
                    },
                ],
            };
        case "slack":
            return {
                name,
                slack_configs: [
                    {
                        ...resolved,
                        api_url_file: file,
                        channel: receiver.channel,
                        title: TITLE,
                        title_link: RUNBOOK,
                        text: TEXT,
                    },
                ],
            };
        case "email":
            return {
                name,
                email_configs: [
                    {
                        ...resolved,
                        to: receiver.to,
                        from: receiver.from,
                        smarthost: receiver.server,
                        auth_username: receiver.user,
                        auth_password_file: file,
                        require_tls: true,
                        headers: { Subject: `[{{ .Status | toUpper }}] ${TITLE}` },
                    },
                ],
            };
        default:
            return { name, webhook_configs: [{ ...resolved, url_file: file }] };
    }
}
