import { z } from "zod";
import { image } from "./fields";
import type { Finding, Rule } from "./problems";
import type { Settings } from "./settings";

/** Where images may come from; Binary Authorization turns every other one away. */
export const Registries = z
    .array(
        z
            .string()
            .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?(\/[a-z0-9._-]+)+$/)
            .meta({ form: "a registry and a path in it, such as europe-docker.pkg.dev/project or quay.io/prometheus" }),
    )
    .min(1)
    .max(50)
    .describe("Registry paths that images may come from; clusters turn every other image away.");

/** Every text in a block that is an image, with its place. */
function* images(value: unknown, at: string): Generator<{ at: string; found: string }> {
    if (typeof value === "string") {
        if (image.safeParse(value).success) yield { at, found: value };
    } else if (Array.isArray(value)) {
        for (const [i, entry] of value.entries()) yield* images(entry, `${at}[${i}]`);
    } else if (value !== null && typeof value === "object") {
        for (const [key, entry] of Object.entries(value)) yield* images(entry, `${at}.${key}`);
    }
}

/** The images of the stack file come from where images may come from. */
export const registryRules: readonly Rule<Settings>[] = [
    function* ({ ground, systems, watch }): Generator<Finding> {
        for (const { at, found } of [...images(systems, "systems"), ...images(watch, "watch")])
            if (!ground.registries.some((registry) => found.startsWith(`${registry}/`)))
                yield {
                    at,
                    found,
                    use: `an image of ${ground.registries.join(", ")}, or add its path to ground.registries`,
                };
    },
];
