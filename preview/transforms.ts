import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { RegisterResourceRequest, TransformResponse } from "@pulumi/pulumi/proto/resource_pb";
import { CallbackServer, runtime } from "./sdk";
import { takeTransformed, transformRequest } from "./transform-messages";

/**
 * The transforms of one run. The SDK serves them on a port of the machine, for an engine that is another process; here
 * its server is built without the port, and the functions are called where they are.
 */
export class Transforms {
    /** What the SDK finds when it asks for its callback server. */
    readonly server: InstanceType<typeof CallbackServer>;
    private readonly functions = new Map<string, (request: Uint8Array) => Promise<TransformResponse>>();
    private readonly ofStack: string[] = [];
    private readonly ofResource = new Map<string, { own: string[]; parent: string }>();

    constructor(monitor: unknown) {
        this.server = Object.assign(Object.create(CallbackServer.prototype), {
            _monitor: monitor,
            _callbacks: this.functions,
            _pendingRegistrations: 0,
            _awaitQueue: [],
            _target: Promise.resolve("in-process"),
            _server: { forceShutdown: () => undefined },
        });
    }

    addToStack(transform: Callback): void {
        this.ofStack.push(transform.getToken());
    }

    /** Remembers a registered resource, whose transforms its children inherit. */
    remember(urn: string, request: RegisterResourceRequest): void {
        this.ofResource.set(urn, { own: tokens(request), parent: request.getParent() });
    }

    /** Those for a resource in the engine's order: its own, its parents', the stack's; none for the stack itself. */
    of(request: RegisterResourceRequest): string[] {
        if (this.functions.size === 0 || request.getType() === runtime.rootPulumiStackTypeName) return [];
        const found = tokens(request);
        for (let urn = request.getParent(); urn !== ""; ) {
            const parent = this.ofResource.get(urn);
            found.push(...(parent?.own ?? []));
            urn = parent?.parent ?? "";
        }
        return [...found, ...this.ofStack];
    }

    /** Changes a request as the given transforms want it, one after the other. */
    async apply(transforms: readonly string[], request: RegisterResourceRequest): Promise<void> {
        for (const token of transforms) {
            const transform = this.functions.get(token);
            if (transform === undefined) throw new Error("a transform was registered by another run");
            takeTransformed(request, await transform(transformRequest(request).serializeBinary()));
        }
    }
}

function tokens(request: RegisterResourceRequest): string[] {
    return request.getTransformsList().map((transform) => transform.getToken());
}
