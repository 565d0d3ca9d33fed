import * as pulumi from "@pulumi/pulumi";
import type { ExtraContainer } from "../workload/container";
import { IMAGES } from "../workload/images";
import { CONFIG_DIR } from "../workload/volumes";
import { P2P_PORT } from "./ports";

/** Home of whatever keeps its state on its own disk. */
export const HOME = "/data";

export interface Genesis {
    url: string;
    /** `sha256:<hex>`. */
    sha256: string;
}

const resources = { cpu: "100m", memory: "128Mi" };

/**
 * Lays out a node's home before it starts. The genesis file is fetched once and looked at every time: with another hash
 * than the one that was agreed on, the node does not start. Busybox does not check certificates, which is why it is the
 * hash that decides. @meets S1-06
 */
export const NODE_HOME = `set -eu
mkdir -p ${HOME}/config ${HOME}/data
cd ${HOME}/config
sed "s/^external_address = \\"\\"\\$/external_address = \\"$EXTERNAL_ADDRESS\\"/" ${CONFIG_DIR}/config.toml > config.toml
cat ${CONFIG_DIR}/app.toml > app.toml
check() { echo "\${GENESIS_SHA256#sha256:}  $1" | sha256sum -c; }
check genesis.json || { wget -q -O genesis.new "$GENESIS_URL" && check genesis.new && mv genesis.new genesis.json; }
`;

export const nodeHome = (genesis: Genesis, address: pulumi.Input<string> | undefined): ExtraContainer => ({
    name: "prepare",
    image: IMAGES.busybox,
    command: ["sh", "-c", NODE_HOME],
    resources,
    env: {
        GENESIS_URL: genesis.url,
        GENESIS_SHA256: genesis.sha256,
        EXTERNAL_ADDRESS: address === undefined ? "" : pulumi.interpolate`${address}:${P2P_PORT}`,
    },
    sees: ["tmp", "config", "data"],
});
