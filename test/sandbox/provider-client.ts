import type { Client, ServiceError } from "@grpc/grpc-js";
import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Method } from "../../sandbox/providers/methods";
import { grpc, providers, ResourceProviderService } from "../../sandbox/providers/sdk";
import type { Inputs } from "../../sandbox/providers/stand-in";
import { send } from "../../sandbox/providers/wire";

/** One provider instance, as the engine has it: a connection of its own. */
export class ProviderClient {
    readonly #client: Client;

    constructor(port: number) {
        // Without it all clients of one address share a connection.
        const own = { "grpc.use_local_subchannel_pool": 1 };
        this.#client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), own);
    }

    call<Response>(method: Method, request: object): Promise<Response> {
        const { path, requestSerialize, responseDeserialize } = ResourceProviderService[method];
        return new Promise((resolve, reject) => {
            const done = (error: ServiceError | null, response?: unknown) =>
                error ? reject(error) : resolve(response as Response);
            this.#client.makeUnaryRequest(path, requestSerialize as never, responseDeserialize, request, done);
        });
    }

    configure(config: Inputs): Promise<messages.ConfigureResponse> {
        return this.call("configure", new providers.ConfigureRequest().setArgs(send(config)));
    }

    create(urn: string, inputs: Struct, preview = false) {
        const request = new providers.CreateRequest().setUrn(urn).setProperties(inputs).setPreview(preview);
        return this.call<messages.CreateResponse>("create", request);
    }

    close(): void {
        this.#client.close();
    }
}
