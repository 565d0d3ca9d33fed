/** Where objects of a kind are in the API. */
export interface Resource {
    /** Plural name in paths, such as `deployments`. */
    name: string;
    namespaced: boolean;
}

/** `v1` is the core API; all others are `group/version`. */
export const apiRoot = (apiVersion: string): string => (apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/v1`);

interface ResourceList {
    resources: { name: string; kind: string; namespaced: boolean }[];
}

/**
 * Kinds and their paths, asked of the server once for each API version. A new kind's discovery comes up to 1.5 s after
 * its definition is established, so an unknown kind is asked for again.
 */
export class Discovery {
    readonly #ask: (path: string) => Promise<ResourceList | undefined>;
    readonly #known = new Map<string, Promise<Map<string, Resource>>>();

    /** `ask` gives nothing for an API version that is not served. */
    constructor(ask: (path: string) => Promise<ResourceList | undefined>) {
        this.#ask = ask;
    }

    /** The resource of a kind, none where the server does not know it. */
    async find(apiVersion: string, kind: string): Promise<Resource | undefined> {
        const known = (await this.#known.get(apiVersion))?.get(kind);
        if (known) return known;
        const fresh = this.#load(apiVersion);
        this.#known.set(apiVersion, fresh);
        try {
            return (await fresh).get(kind);
        } catch (error) {
            this.#known.delete(apiVersion);
            throw error;
        }
    }

    async #load(apiVersion: string): Promise<Map<string, Resource>> {
        const list = await this.#ask(apiRoot(apiVersion));
        const main = (list?.resources ?? []).filter(({ name }) => !name.includes("/"));
        return new Map(main.map(({ name, kind, namespaced }) => [kind, { name, namespaced }]));
    }
}
