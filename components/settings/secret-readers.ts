import { callers } from "./agents";
import { rpcSecret } from "./evm";
import type { Finding, Rule } from "./problems";
import type { Settings } from "./settings";

/** Ids of secrets in Secret Manager with the place that names them. */
function* secrets({ systems: { agents, executor }, watch }: Settings): Generator<{ at: string; id: string }> {
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
        watch.receivers.map((receiver, i) =>
            receiver.type === "slack"
                ? [receiver.webhook, `watch.receivers[${i}].webhook`]
                : [receiver.routingKey, `watch.receivers[${i}].routingKey`],
        ),
    );
    for (const [id, at] of receivers) yield { at, id };
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
