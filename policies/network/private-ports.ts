import { each, list } from "../cel";
import { isOpen, reader } from "../constraint";
import type { Json, Rule } from "../rule";
import { asNumber, own } from "../value";
import { ingress, isIngress } from "./hosts";
import { isService, PUBLIC, reachOf, service } from "./reach";

/** Ports for operators and for other parts of the same system: signers, metrics, profiles, plain JSON-RPC. */
const PRIVATE_PORTS: Readonly<Record<number, string>> = {
    2222: "a remote signer (tmkms, horcrux)",
    6060: "profiles of a Go program",
    8545: "JSON-RPC of an EVM node",
    8546: "WebSocket JSON-RPC of an EVM node",
    9090: "gRPC of a Cosmos node, or Prometheus",
    26658: "ABCI of a Cosmos node",
    26660: "metrics of a Cosmos node",
};

const PRIVATE = list(Object.keys(PRIVATE_PORTS));

/** The ports that an Ingress or a route leads to. */
function* backends(props: { [key: string]: Json }): Iterable<{ path: string; port: number }> {
    const rules = own(own(props, "spec"), "rules");
    for (const [index, rule] of (Array.isArray(rules) ? rules : []).entries()) {
        const paths = own(own(rule, "http"), "paths");
        for (const [at, one] of (Array.isArray(paths) ? paths : []).entries()) {
            const port = own(own(own(own(one, "backend"), "service"), "port"), "number");
            yield { path: `spec.rules[${index}].http.paths[${at}].backend.service.port.number`, port: asNumber(port) };
        }
        const refs = own(rule, "backendRefs");
        for (const [at, one] of (Array.isArray(refs) ? refs : []).entries())
            yield { path: `spec.rules[${index}].backendRefs[${at}].port`, port: asNumber(own(one, "port")) };
    }
}

export const privatePorts: Rule = {
    id: "NET-06",
    title: "ports for operators and signers are never public",
    why: "a validator that answers everybody on its signer's port signs for everybody",
    severity: "critical",
    level: "mandatory",
    sameAs: ["C-0021", "own: ports of chains"],
    cel: [
        {
            of: "services",
            passes:
                `!(${PUBLIC}) || !has(object.spec.ports) || object.spec.ports.all(p, ` +
                `!(string(p.port) in ${PRIVATE}) && (!has(p.targetPort) || !(string(p.targetPort) in ${PRIVATE})))`,
        },
        {
            of: "ingresses",
            passes: each(
                "object.spec.rules",
                "r",
                "!has(r.http) || !has(r.http.paths) || r.http.paths.all(p, !has(p.backend.service) || !has(p.backend.service.port) || " +
                    `!has(p.backend.service.port.number) || !(string(p.backend.service.port.number) in ${PRIVATE}))`,
            ),
        },
        {
            of: "httproutes",
            passes: each(
                "object.spec.rules",
                "r",
                each("r.backendRefs", "b", `!has(b.port) || !(string(b.port) in ${PRIVATE})`),
            ),
        },
    ],
    appliesTo: (type) => isService(type) || isIngress(type) || /:HTTPRoute$/.test(type),
    *judge({ type, resource: { props } }) {
        const wanted = "the port for users alone";
        if (isService(type)) {
            const reach = reachOf(props);
            const list = reader("spec.ports")(props);
            if (reach === "inside" || reach === "bounded") return;
            if (isOpen(list)) return yield { path: "spec.ports", undetermined: "the value comes from elsewhere" };
            for (const [index, entry] of (Array.isArray(list) ? list : []).entries())
                for (const name of ["port", "targetPort"]) {
                    const meant = PRIVATE_PORTS[asNumber(own(entry, name))];
                    const path = `spec.ports[${index}].${name}`;
                    if (meant === undefined) continue;
                    if (reach === "public") yield { path, found: meant, wanted };
                    else yield { path, undetermined: "who can reach the Service is not known" };
                    break;
                }
            return;
        }
        for (const { path, port } of backends(props)) {
            const meant = PRIVATE_PORTS[port];
            if (meant !== undefined) yield { path, found: meant, wanted };
        }
    },
    good: [
        service({ type: "ClusterIP", ports: [{ port: 26658 }] }),
        service({ type: "LoadBalancer", ports: [{ port: 26656 }] }),
    ],
    bad: [
        {
            ...service({ type: "LoadBalancer", ports: [{ port: 80, targetPort: 26658 }] }),
            at: ["spec.ports[0].targetPort"],
        },
        {
            ...ingress({
                rules: [
                    {
                        host: "a.example.com",
                        http: { paths: [{ backend: { service: { name: "a", port: { number: 9090 } } } }] },
                    },
                ],
            }),
            at: ["spec.rules[0].http.paths[0].backend.service.port.number"],
        },
    ],
    open: [
        {
            ...service({ type: "LoadBalancer", ports: { $unknown: true } }),
            unknownPaths: ["spec.ports"],
            at: ["spec.ports"],
        },
    ],
};
