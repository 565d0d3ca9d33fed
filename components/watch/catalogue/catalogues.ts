import { agents } from "./agents";
import { betting, bettingContract } from "./betting";
import { externalSecrets, kubeState, vault } from "./cluster";
import type { CometBftArgs } from "./cometbft";
import { cometbft } from "./cometbft";
import { connect } from "./connect";
import { cosmosSdk, paw } from "./cosmos-sdk";
import { ethAddress } from "./evm";
import { executor } from "./executor";
import { cloudSql, kubernetesEngine, logBased, memorystore, uptimeChecks } from "./google";
import { hermes } from "./hermes";
import { horcrux } from "./horcrux";
import { intents, intentsContract } from "./intents";
import type { Catalogue } from "./metric";
import { alertmanager, prometheus, scrapes } from "./monitoring";

/** Every program whose metrics are known. */
export const catalogues = (chain: CometBftArgs): readonly Catalogue[] => [
    cometbft(chain),
    cosmosSdk,
    paw,
    hermes,
    horcrux,
    intents,
    intentsContract,
    connect,
    executor,
    ethAddress,
    betting,
    bettingContract,
    agents,
    kubeState,
    externalSecrets,
    vault,
    scrapes,
    prometheus,
    alertmanager,
    cloudSql,
    memorystore,
    logBased,
    kubernetesEngine,
    uptimeChecks,
];
