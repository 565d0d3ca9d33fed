import type { Path } from "../boundary/paths";
import type { Watch } from "../settings/watch";
import { PROMETHEUS } from "./scrape";

export type RemoteWrite = NonNullable<Watch["remoteWrite"]>;

/** The Kubernetes secret that Prometheus' operator reads user and password from. */
export const REMOTE_WRITE_SECRET = "remote-write";

/** As the operator takes it (monitoring.coreos.com/v1, RemoteWriteSpec). */
export const remoteWriteSpec = ({ url }: RemoteWrite) => ({
    url,
    name: REMOTE_WRITE_SECRET,
    basicAuth: {
        username: { name: REMOTE_WRITE_SECRET, key: "user" },
        password: { name: REMOTE_WRITE_SECRET, key: "password" },
    },
});

/** The way out to it. */
export const remoteWritePath = ({ url }: RemoteWrite): Path => ({
    from: PROMETHEUS,
    to: { names: [new URL(url).hostname] },
    ports: [443],
    why: "sends metrics on",
});
