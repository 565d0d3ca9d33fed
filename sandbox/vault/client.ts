export type Values = { [key: string]: unknown };

/** What Vault answers instead of doing what it was asked. */
export class VaultError extends Error {
    readonly status: number;

    constructor(status: number, path: string, errors: readonly string[]) {
        super(
            `Vault answers ${status} at ${path}: ${errors.map((error) => error.trim()).join("; ") || "nothing more"}`,
        );
        this.name = "VaultError";
        this.status = status;
    }
}

/** Vault's HTTP API: https://developer.hashicorp.com/vault/api-docs. */
export class VaultClient {
    readonly address: string;
    readonly #token: string;

    constructor(address: string, token: string) {
        this.address = address;
        this.#token = token;
    }

    /** The data at a path; undefined where there is none. */
    async read(path: string): Promise<Values | undefined> {
        try {
            const answer = await this.#ask("GET", path);
            return answer && ((answer.data as Values | null) ?? answer);
        } catch (error) {
            if (error instanceof VaultError && error.status === 404) return undefined;
            throw error;
        }
    }

    write(path: string, values: Values): Promise<Values | undefined> {
        return this.#ask("POST", path, values);
    }

    async delete(path: string): Promise<void> {
        await this.#ask("DELETE", path);
    }

    async #ask(method: string, path: string, values?: Values): Promise<Values | undefined> {
        const response = await fetch(`${this.address}/v1/${path}`, {
            method,
            headers: { "X-Vault-Token": this.#token, "X-Vault-Request": "true" },
            ...(values && { body: JSON.stringify(values) }),
        });
        const text = await response.text();
        const answer = text === "" ? undefined : (JSON.parse(text) as Values);
        if (response.ok) return answer;
        throw new VaultError(response.status, path, (answer?.errors ?? []) as string[]);
    }
}
