import { counter, gauge } from "./metric";

/**
 * Telemetry of a Cosmos SDK application, served by its API on 1317 at /metrics?format=prometheus once app.toml says
 * `[telemetry] enabled = true` and a `prometheus-retention-time` above zero. With a `service-name`, every name starts with
 * it. A value that is not written for the retention time disappears. Source: telemetry/metrics.go and the modules of
 * github.com/cosmos/cosmos-sdk v0.50 and github.com/cosmos/ibc-go v8.
 */
export const cosmosSdk = {
    program: "Cosmos SDK 0.50, ibc-go 8",
    source: "github.com/cosmos/cosmos-sdk telemetry/metrics.go, github.com/cosmos/ibc-go",
    emitted: "yes",
    metrics: {
        txCount: counter("tx_count", "transactions", "Transactions delivered"),
        txSuccessful: counter("tx_successful", "transactions", "Transactions that succeeded"),
        txFailed: counter("tx_failed", "transactions", "Transactions that failed"),
        txGasUsed: gauge("tx_gas_used", "gas", "Gas that the last transaction used"),
        ibcTransferSend: counter("ibc_transfer_send", "packets", "Transfers sent", [
            "destination_port",
            "destination_channel",
        ]),
        ibcTransferReceive: counter("ibc_transfer_receive", "packets", "Transfers received", [
            "source_port",
            "source_channel",
        ]),
        ibcTimeoutPacket: counter("ibc_timeout_packet", "packets", "Packets that timed out", [
            "source_port",
            "source_channel",
            "destination_port",
            "destination_channel",
        ]),
        ibcClientUpdate: counter("ibc_client_update", "updates", "Updates of light clients", [
            "client_type",
            "client_id",
            "update_type",
        ]),
        ibcClientMisbehaviour: counter("ibc_client_misbehaviour", "events", "Misbehaviour that froze a client", [
            "client_type",
            "client_id",
        ]),
    },
} as const;

/**
 * What PAW adds to it. The first failure on a channel makes the series, at one. Source: x/shared/ibc/packet.go of
 * github.com/poaiw-blockchain/paw at 5d3f533.
 */
export const paw = {
    program: "PAW",
    source: "github.com/poaiw-blockchain/paw x/shared/ibc/packet.go",
    emitted: "yes",
    metrics: {
        packetValidationFailed: counter(
            "ibc_packet_validation_failed",
            "packets",
            "Packets that the module boundary refused",
            ["port", "channel", "reason"],
        ),
    },
} as const;
