import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** What the engine was asked to register, as its gRPC log has it: fields of RegisterResourceRequest by JSON name. */
export interface Registration {
    urn: string;
    request: { readonly [field: string]: unknown };
}

interface Line {
    method: string;
    progress: string;
    request: { readonly [field: string]: unknown };
    response?: { urn?: string };
}

/** Every registration in a log written by PULUMI_DEBUG_GRPC, in the order of the engine's answers. */
export async function registrations(log: string): Promise<Registration[]> {
    const found: Registration[] = [];
    for await (const text of createInterface({ input: createReadStream(log), crlfDelay: Number.POSITIVE_INFINITY })) {
        if (!text.includes('"/pulumirpc.ResourceMonitor/RegisterResource"')) continue;
        const { progress, request, response }: Line = JSON.parse(text);
        if (progress === "response_completed") found.push({ urn: response?.urn ?? "", request });
    }
    return found;
}
