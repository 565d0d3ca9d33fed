import type * as pulumi from "@pulumi/pulumi";
import type { Deep } from "../boundary/custom/custom-resource";
import type { Specs } from "../boundary/custom/types";
import type { ExposedService } from "./route";

const target = (name: string) => ({ targetRef: { group: "", kind: "Service", name } });

/** Longest that requests under way may take to end when a pod goes, seconds: as long as a workload drains by default. */
const DRAINING = 30;

/**
 * How the load balancer treats a Service: who is refused, how long a request may last, and that each is logged.
 * @meets S4-05
 */
export const backendPolicySpec = (
    { name, timeoutSeconds }: ExposedService,
    securityPolicy: pulumi.Input<string>,
): Deep<Specs["GCPBackendPolicy"]> => ({
    default: {
        securityPolicy,
        timeoutSec: timeoutSeconds,
        connectionDraining: { drainingTimeoutSec: DRAINING },
        // In millionths: every request.
        logging: { enabled: true, sampleRate: 1_000_000 },
    },
    ...target(name),
});

/** How the load balancer asks the pods of a Service whether they can serve. */
export const healthCheckSpec = ({ name, readiness }: ExposedService): Deep<Specs["HealthCheckPolicy"]> => ({
    default: {
        checkIntervalSec: 5,
        timeoutSec: 5,
        healthyThreshold: 1,
        unhealthyThreshold: 2,
        logConfig: { enabled: true },
        config: {
            type: "HTTP",
            httpHealthCheck: { portSpecification: "USE_SERVING_PORT", requestPath: readiness },
        },
    },
    ...target(name),
});
