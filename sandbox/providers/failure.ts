import type { ServiceError } from "@grpc/grpc-js";
import { Any, grpc, providers, Status } from "./sdk";
import { NotReady } from "./stand-in";
import { send } from "./wire";

type Failure = Pick<ServiceError, "code" | "message"> & Partial<Pick<ServiceError, "metadata">>;

/** An error in the form that the engine reads. */
export function failure(error: unknown): Failure {
    const message = error instanceof Error ? error.message : String(error);
    const answer: Failure = { code: grpc.status.UNKNOWN, message };
    return error instanceof NotReady ? { ...answer, metadata: detailed(error) } : answer;
}

export const unimplemented = (what: string): Failure => ({
    code: grpc.status.UNIMPLEMENTED,
    message: `${what} is not implemented by this stand-in`,
});

/** The engine finds what came into being in the error's details: pulumi/provider.proto, ErrorResourceInitFailed. */
function detailed({ standing, reasons, message }: NotReady) {
    const failed = new providers.ErrorResourceInitFailed()
        .setId(standing.id)
        .setProperties(send(standing.outputs))
        .setInputs(send(standing.inputs));
    failed.setReasonsList([...reasons]);
    const any = new Any();
    any.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status();
    status.setCode(grpc.status.UNKNOWN);
    status.setMessage(message);
    status.addDetails(any);
    const metadata = new grpc.Metadata();
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    return metadata;
}
