/** What became of a rule that others have for such systems. */
export interface Settled {
    rule: string;
    /** Metric that it looks at. */
    metric: string;
    /** Our alert; of the same name where nothing else is said. */
    here: string;
    /** Why ours looks at something else, where it does. */
    because?: string;
}

type Row = readonly [rule: string, metric: string, here?: string, because?: string];

/** Rules for such systems, of the field's rule sets and of the systems' own documents, by what they are about. */
const RULES: Readonly<Record<string, readonly Row[]>> = {
    chain: [
        ["BlockProductionStopped", "cometbft_consensus_height"],
        ["ChainMetricsAbsent", "cometbft_consensus_height"],
        ["NodeStalled", "cometbft_consensus_height"],
        ["HighBlockTime", "cometbft_consensus_block_interval_seconds"],
        ["LowPeerCount", "cometbft_p2p_peers"],
        ["NoPeers", "cometbft_p2p_peers"],
        ["ValidatorNotSigning", "cometbft_consensus_validator_last_signed_height"],
        ["ValidatorMissedBlocks", "cometbft_consensus_validator_missed_blocks"],
        [
            "ValidatorPowerZero",
            "cometbft_consensus_validator_power",
            "ValidatorNotSigning",
            "CometBFT sets the power of a validator only while it is one: it keeps its last value and never is zero",
        ],
        ["ByzantineValidators", "cometbft_consensus_byzantine_validators"],
        ["QuorumAtRisk", "cometbft_consensus_missing_validators_power"],
        ["ConsensusRounds", "cometbft_consensus_rounds"],
        ["MempoolFilling", "cometbft_mempool_size"],
        ["NodeSyncing", "cometbft_blocksync_syncing"],
    ],
    signer: [
        ["SignerInsufficientCosigners", "signer_error_total_insufficient_cosigners"],
        ["SignerInvalidSignatures", "signer_error_total_invalid_signatures"],
        [
            "SignerSentryUnreachable",
            "signer_total_sentry_connect_tries",
            "SignerSentryUnreachable",
            "`signer_sentry_connect_tries` counts tries in a row and is zero once connected, so that it also ends",
        ],
        ["SignerMissedPrecommits", "signer_total_missed_precommits"],
    ],
    ibc: [
        ["IBCValidationFailuresBurst", "ibc_packet_validation_failed"],
        ["IBCRelayerDown", "workers"],
        ["IBCPacketBacklog", "backlog_size"],
        ["IBCRelayerWalletLow", "wallet_balance"],
        ["IBCTimeoutRate", "timeout_events_total"],
        ["IBCMisbehaviour", "client_misbehaviours_submitted_total"],
        ["IBCRelayLatencyP95", "tx_latency_confirmed"],
        [
            "IBCClientExpiring",
            "cosmos_relayer_client_expiration_seconds",
            "IBCClientExpiring",
            "Hermes relays, and has no such metric (informalsystems/hermes#3541): a client that was not updated for five sixths of its time is told of",
        ],
        ["IBCBroadcastErrors", "broadcast_errors_total"],
    ],
    intents: [
        ["HighSettlementFailureRate", "atom_intents_settlements_failed_total"],
        ["SettlementP95AboveSLO", "atom_intents_settlement_duration_ms"],
        ["NoActiveSolvers", "atom_intents_solvers_active"],
        ["OracleStale", "atom_intents_oracle_staleness_secs"],
        ["ConnectOracleStopped", "side_car_health_check_system_updates_total"],
        ["ConnectPriceFeedStale", "side_car_provider_last_updated_id"],
        ["ConnectFewProviders", "side_car_health_check_market_providers"],
    ],
    executor: [
        ["ExecutorTxFailureRate", "executor_transactions_total"],
        ["ExecutorGuardFailure", "executor_guard_failures_total"],
        ["ExecutorGasAbove80PctBlock", "executor_tx_gas_used"],
        ["ExecutorOracleStale", "executor_oracle_updated_at_seconds"],
        ["ExecutorHealthFactorLow", "executor_position_health_factor"],
        ["ExecutorHighSlippage", "executor_slippage_ratio"],
        ["ExecutorBalanceChanged", "eth_address_account_balance"],
        [
            "RPCProviderDown",
            "eth_rpc_up",
            "RPCProviderDown",
            "the exporter shows the addresses of providers, with their keys, in labels; the executor says which provider failed",
        ],
        [
            "RPCProviderStale",
            "eth_rpc_latest_block_timestamp",
            "RPCProviderStale",
            "as RPCProviderDown: the executor says how old a provider's latest block is",
        ],
    ],
    data: [
        [
            "PostgresReplicaLagBreaksRPO",
            "stackdriver_cloudsql_database_cloudsql_googleapis_com_database_replication_replica_lag",
            "PostgresReplicaLagBreaksRPO",
            "Google judges what it measures, and sends it when the clusters are gone",
        ],
        ["RedisDown", "redis_up", "RedisDown", "Memorystore tells Google its uptime; there is no exporter to ask"],
        ["ExternalSecretNotReady", "externalsecret_status_condition"],
        ["VaultSealed", "vault_core_unsealed"],
        [
            "CertificateExpiring",
            "certmanager_certificate_expiration_timestamp_seconds",
            "CertificateExpiring",
            "Google's Certificate Manager makes the certificates and renews them a month before; from outside is seen that it could not",
        ],
        [
            "HighDiskUsage",
            "kubelet_volume_stats_used_bytes",
            "HighDiskUsage",
            "Google measures volumes; the kubelet is not scraped",
        ],
        [
            "HighCPUUsage",
            "container_cpu_usage_seconds_total",
            "HighCPUUsage",
            "of nodes, which Google measures: containers have no limit that they could come near to, unless their cores are their own",
        ],
    ],
    meta: [
        ["Watchdog", ""],
        [
            "ScrapeTargetAbsent",
            "up",
            "ChainMetricsAbsent",
            "what nodes say is absent with them; a target that does not answer is ScrapeTargetDown",
        ],
        ["AlertmanagerNotificationsFailing", "alertmanager_notifications_failed_total"],
    ],
};

export const CANDIDATES: readonly Settled[] = Object.values(RULES)
    .flat()
    .map(([rule, metric, here = rule, because]) => ({ rule, metric, here, ...(because && { because }) }));

/** More rules of the field that are not here under their own names. */
export const ELSEWHERE: Readonly<Record<string, { here: string } | { why: string }>> = {
    TargetDown: { here: "ScrapeTargetDown" },
    KubePersistentVolumeFillingUp: { here: "HighDiskUsage" },
    NodeFilesystemSpaceFillingUp: { why: "nodes of GKE are replaced, and NodeUnderPressure tells of a full one" },
    ConfigDrift: { why: "Google tells the contacts of changes by hand and of failed updates" },
    QuotaNearlyUsedUp: { why: "Google tells the contacts of its quotas" },
};

/** A program that rule sets ask, and nothing here runs: how its image and its metrics begin, and why. */
export interface Unscraped {
    program: string;
    image: RegExp;
    metrics: string;
    why: string;
}

export const UNSCRAPED: readonly Unscraped[] = [
    {
        program: "cosmos/relayer",
        image: /cosmos\/relayer|strangelove-ventures\/relayer/,
        metrics: "cosmos_relayer_",
        why: "Hermes relays for every system. Two relayers on one path pay twice for each packet.",
    },
    {
        program: "cert-manager",
        image: /cert-manager/,
        metrics: "certmanager_",
        why: "The certificates that the internet sees are Google's Certificate Manager's. Nothing asks for another.",
    },
    {
        program: "node exporter",
        image: /node-exporter/,
        metrics: "node_",
        why: "It wants the node's own files, which no pod may see. Google measures nodes, and kube-state-metrics tells their conditions.",
    },
    {
        program: "kubelet and cAdvisor",
        image: /cadvisor/,
        metrics: "container_",
        why: "Google measures volumes and nodes.",
    },
    {
        program: "postgres_exporter",
        image: /postgres-exporter|postgres_exporter/,
        metrics: "pg_",
        why: "Cloud SQL is measured by Google, which also sends its alerts.",
    },
    {
        program: "redis_exporter",
        image: /redis-exporter|redis_exporter/,
        metrics: "redis_up",
        why: "Memorystore is measured by Google, which also sends its alerts.",
    },
    {
        program: "stackdriver_exporter",
        image: /stackdriver-exporter|stackdriver_exporter/,
        metrics: "stackdriver_",
        why: "What Google measures, Google judges: an alert on a database must not need the cluster.",
    },
    {
        program: "eth-rpc-exporter",
        image: /eth-rpc-exporter/,
        metrics: "eth_rpc_",
        why: "It shows the addresses of providers, with their keys, in labels. The executor tells the same.",
    },
];
