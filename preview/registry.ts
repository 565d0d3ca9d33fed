import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { at, PreviewError } from "./failure";
import type { Json, PlanResource } from "./plan";
import { planResource } from "./request";
import { runtime } from "./sdk";
import { place, type Site } from "./site";
import { type Owner, readProperties, secretWire } from "./values";

type Wire = { [key: string]: unknown };

/** What a registration is answered with. */
export interface Registered {
    resource: PlanResource;
    urn: string;
    id: string;
    outputs: Wire;
}

/** The resources of one run, by the engine's rules. */
export class Registry {
    readonly resources = new Map<string, PlanResource>();
    private readonly sites = new Map<string, Site>();
    private readonly prefix: string;
    private readonly directory: string;

    constructor(project: string, stack: string, directory: string) {
        this.prefix = `urn:pulumi:${stack}::${project}::`;
        this.directory = directory;
    }

    /** Takes a resource into the plan; the request is not kept. */
    register(request: RegisterResourceRequest): Registered {
        const urn = this.urn(request.getParent(), request.getType(), request.getName());
        const site = siteOf(request);
        if (this.resources.has(urn)) {
            const places = `${at(this.place(urn))} and again${at(place(site, this.directory))}`;
            throw new PreviewError(`${urn} is declared${places}; give one of them another name`);
        }
        if (site !== undefined) this.sites.set(urn, site);
        this.inherit(request);

        const wire = request.getObject()?.toJavaScript() ?? {};
        const secretKeys = request.getAdditionalsecretoutputsList();
        const inputs = readProperties(wire, this.owner(urn), secretKeys);
        const resource = planResource(urn, request, inputs, this.trigger(request, urn));
        this.resources.set(urn, resource);
        return { resource, urn, id: idOf(request), outputs: outputsOf(request, wire) };
    }

    /** Where in the project a resource is declared, as `file:line`. */
    place(urn: string): string | undefined {
        return place(this.sites.get(urn), this.directory);
    }

    owner(urn: string): Owner {
        return { urn, directory: this.directory, place: () => this.place(urn) };
    }

    /** The types of a resource's parents are part of its name, except that of the stack. */
    private urn(parent: string, type: string, name: string): string {
        const parents = parent.split("::")[2];
        const qualified = parents === undefined || parents === STACK ? type : `${parents}$${type}`;
        return `${this.prefix}${qualified}::${name}`;
    }

    /** What the engine, not the SDK, hands down from parent to child. */
    private inherit(request: RegisterResourceRequest): void {
        const parent = this.resources.get(request.getParent());
        if (parent === undefined) return;
        if (parent.retainOnDelete && !request.hasRetainondelete()) request.setRetainondelete(true);
        const deletedWith = parent.options?.deletedWith;
        if (typeof deletedWith === "string" && request.getDeletedwith() === "") request.setDeletedwith(deletedWith);
    }

    private trigger(request: RegisterResourceRequest, urn: string): Json | undefined {
        const trigger = request.getReplacementTrigger()?.toJavaScript();
        return trigger && readProperties({ replacementTrigger: trigger }, this.owner(urn)).value.replacementTrigger;
    }
}

const STACK = runtime.rootPulumiStackTypeName;

/** In a dry run the engine knows the id of what is imported, and promises one for a provider. */
function idOf(request: RegisterResourceRequest): string {
    return request.getType().startsWith("pulumi:providers:") ? runtime.unknownValue : request.getImportid();
}

/** Inputs come back as outputs, except from a component, whose outputs are what its own code sets. */
function outputsOf(request: RegisterResourceRequest, wire: Wire): Wire {
    if (!request.getCustom()) return {};
    const secretKeys = request.getAdditionalsecretoutputsList().filter((key) => wire[key] !== undefined);
    if (secretKeys.length === 0) return wire;
    return { ...wire, ...Object.fromEntries(secretKeys.map((key) => [key, secretWire(wire[key])])) };
}

function siteOf(request: RegisterResourceRequest): Site | undefined {
    const position = request.getSourceposition();
    return position && { file: position.getUri(), line: position.getLine(), column: position.getColumn() };
}
