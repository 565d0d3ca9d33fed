import { callers } from "./agents";
import { rpcSecret } from "./evm";
import type { Finding, Rule } from "./problems";
import { receiverSecret } from "./receivers";
import type { Settings } from "./settings";
import { switchSecret } from "./watch";

/** Ids of secrets in Secret Manager with the place that names them. */
function* secrets({ systems: { agents, executor }, watch, ground }: Settings): Generator<{ at: string; id: string }> {
    for (const [i, provider] of (executor?.providers ?? []).entries())
        for (const workload of ["executor", "verifier"])
            yield { at: `systems.executor.providers[${i}].secret`, id: rpcSecret(provider, workload) };
    for (const chain of ["ethereum", "solana"] as const)
        for (const [i, provider] of (agents?.[chain].providers ?? []).entries())
            for (const workload of callers(chain))
                yield { at: `systems.agents.${chain}.providers[${i}].secret`, id: rpcSecret(provider, workload) };
    if (agents) {
        yield { at: "systems.agents.simulation.secret", id: agents.simulation.secret };
        if (agents.flashbots) yield { at: "systems.agents.flashbots.secret", id: agents.flashbots.secret };
    }
    // Receivers may share one: they have one reader.
    const receivers = new Map(
        ground.regions.map(({ name }) => [switchSecret(watch.deadMansSwitch, name), "watch.deadMansSwitch.webhook"]),
    );
    for (const [i, receiver] of watch.receivers.entries()) {
        const { field, id } = receiverSecret(receiver);
        if (!receivers.has(id)) receivers.set(id, `watch.receivers[${i}].${field}`);
    }
    for (const [id, at] of receivers) yield { at, id };
    if (watch.remoteWrite) yield { at: "watch.remoteWrite.password", id: watch.remoteWrite.password };
}

/** A secret has one reader, so no two places name the same. */
export const secretRules: readonly Rule<Settings>[] = [
    function* (settings): Generator<Finding> {
        const seen = new Map<string, string>();
        for (const { at, id } of secrets(settings)) {
            const first = seen.get(id);
            if (first === undefined) seen.set(id, at);
            else yield { at, found: id, use: `a secret of its own; ${first} leads to the same` };
        }
    },
];
