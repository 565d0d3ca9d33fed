import * as pulumi from "@pulumi/pulumi";

/** A resource of no real cloud: all that a preview needs to know of one. */
export class Thing extends pulumi.CustomResource {
    declare readonly value: pulumi.Output<unknown>;
    declare readonly computed: pulumi.Output<string>;

    constructor(name: string, value: unknown, opts?: pulumi.CustomResourceOptions) {
        super("acme:index:Thing", name, { value, computed: undefined }, opts);
    }
}

export class Provider extends pulumi.ProviderResource {
    constructor(name: string, opts?: pulumi.ResourceOptions) {
        super("acme", name, {}, opts);
    }
}

/** A component with one child. */
export class Group extends pulumi.ComponentResource {
    readonly child: Thing;

    constructor(name: string, value: unknown, opts?: pulumi.ComponentResourceOptions) {
        super("acme:index:Group", name, {}, opts);
        this.child = new Thing(`${name}-child`, value, { parent: this });
        this.registerOutputs({});
    }
}
