import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type * as resource from "@pulumi/pulumi/proto/resource_pb";
import { refusedCall, refusedRead } from "./data-sources";
import type { Json } from "./plan";
import { type Registered, Registry } from "./registry";
import { Empty, InvokeResponse, runtime, Struct } from "./sdk";
import { Transforms } from "./transforms";
import { type Answering, Turns } from "./turns";
import { readProperties, toWire } from "./values";

/** What a monitor has to know of the run it serves. */
export interface Run extends Answering {
    project: string;
    stack: string;
    /** Root of the project, absolute. */
    directory: string;
    /** Ends the run with an error. What is asked afterwards is not answered any more. */
    fail(error: unknown): void;
}

type Answer = (error: null, response: unknown) => void;

/**
 * The resource monitor of a dry run without an engine: what the SDK asks of the engine's monitor it asks here, in the
 * same process. A resource's outputs are its inputs; whatever else the cloud would add is unknown.
 */
export class Monitor {
    readonly registry: Registry;
    readonly transforms = new Transforms(this);
    outputs: { [key: string]: Json } = {};
    /** How much was asked so far, which tells a program at work from one that only waits. */
    requests = 0;
    private readonly turns: Turns;
    private readonly run: Run;
    private failed = false;

    constructor(run: Run) {
        this.run = run;
        this.registry = new Registry(run.project, run.stack, run.directory);
        this.turns = new Turns(run);
    }

    /** Ends the run. Promises that wait for an answer are left to themselves, so that one fault gives one message. */
    fail(error: unknown): void {
        this.failed = true;
        this.run.fail(error);
    }

    registerResource(request: resource.RegisterResourceRequest, answer: Answer): void {
        this.turns.take(() => this.guarded(() => this.register(request, answer)));
    }

    registerResourceOutputs(request: resource.RegisterResourceOutputsRequest, answer: Answer): void {
        this.guarded(() => {
            const urn = request.getUrn();
            if (this.registry.resources.get(urn)?.type === runtime.rootPulumiStackTypeName) {
                const wire = request.getOutputs()?.toJavaScript() ?? {};
                this.outputs = readProperties(wire, this.registry.owner(urn)).value;
            }
            answer(null, new Empty());
        });
    }

    readResource(request: resource.ReadResourceRequest): void {
        this.guarded(() => {
            throw refusedRead(request, this.run.directory);
        });
    }

    /** Answers for a resource of this run only. Data sources are refused earlier, where their caller can be named. */
    invoke(request: resource.ResourceInvokeRequest, answer: Answer): void {
        this.guarded(() => {
            const { urn } = request.getArgs()?.toJavaScript() ?? {};
            const found = this.registry.resources.get(String(urn));
            if (request.getTok() !== "pulumi:pulumi:getResource" || found === undefined) {
                throw refusedCall(request.getTok(), undefined);
            }
            const state = toWire(found.inputs) as never;
            answer(null, new InvokeResponse().setReturn(Struct.fromJavaScript({ urn: found.urn, id: "", state })));
        });
    }

    call(request: resource.ResourceCallRequest): void {
        this.guarded(() => {
            throw refusedCall(request.getTok(), undefined);
        });
    }

    registerPackage(request: resource.RegisterPackageRequest, answer: Answer): void {
        const { name, version } = request.getParameterization()?.toObject() ?? request.toObject();
        answer(null, { getRef: () => `${name}@${version}` });
    }

    registerStackTransform(transform: Callback, answer: Answer): void {
        this.transforms.addToStack(transform);
        answer(null, new Empty());
    }

    supportsFeature(_: unknown, answer: Answer): void {
        answer(null, { getHassupport: () => true });
    }

    // Hooks run at an update and invoke transforms change calls that are refused: to both, an answer is enough.
    registerStackInvokeTransform = acknowledge;
    registerResourceHook = acknowledge;
    registerErrorHook = acknowledge;

    close(): void {}

    private register(request: resource.RegisterResourceRequest, answer: Answer): Promise<void> | void {
        const transforms = this.transforms.of(request);
        // Most resources have none, and a promise for each would be felt.
        if (transforms.length === 0) return this.admit(request, answer);
        return this.transforms.apply(transforms, request).then(() => this.admit(request, answer));
    }

    private admit(request: resource.RegisterResourceRequest, answer: Answer): void {
        const registered = this.registry.register(request);
        this.transforms.remember(registered.urn, request);
        answer(null, response(registered));
        this.run.declared?.(registered.resource);
        this.run.progress?.(this.registry.resources.size);
    }

    private guarded(job: () => Promise<void> | void): void {
        this.requests++;
        if (this.failed) return;
        try {
            job()?.catch((error) => this.fail(error));
        } catch (error) {
            this.fail(error);
        }
    }
}

function acknowledge(_: unknown, answer: Answer): void {
    answer(null, new Empty());
}

/** The part of a RegisterResourceResponse that the SDK reads: the message itself would encode all values once more. */
function response({ urn, id, outputs }: Registered) {
    return {
        getUrn: () => urn,
        getId: () => id,
        getObject: () => ({ toJavaScript: () => outputs }),
        getPropertydependenciesMap: () => undefined,
        getResult: () => 0,
    };
}
