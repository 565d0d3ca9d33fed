import { z } from "zod";

// Zod would compile a function for each of a hundred objects, to check one file once: two thirds of the time that takes.
z.config({ jitless: true });

/** Fields that several blocks of the stack file share. */

export const region = z
    .string()
    .regex(/^[a-z]+-[a-z]+[0-9]+$/)
    .meta({ form: "a region such as europe-west1" });

export const ipv4Range = z.cidrv4().meta({ form: "an IPv4 range such as 10.64.0.0/12" });

export const httpsUrl = z
    .string()
    .regex(/^https:\/\/[A-Za-z0-9.-]+(:[0-9]+)?(\/[^\s?#@]*)?$/)
    .meta({ form: "an https:// address without user, query or fragment" });

/** For what adds its own port and path: only 443 is let out. */
export const httpsHost = z
    .string()
    .regex(/^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    .meta({ form: "an https:// address of a host, without port and path" });

/** For what is called as it stands: only 443 is let out. */
export const httpsService = z
    .string()
    .regex(/^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(\/[^\s?#@]*)?$/)
    .meta({ form: "an https:// address without port, user, query or fragment" });

/** The name of a secret in Secret Manager; people paste the secret itself here, so the value found is never shown. */
export const secretName = z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,99}$/)
    .meta({ form: "the name of a secret in Secret Manager, such as pagerduty-routing-key", reference: "secret" });

/** An image with tag and digest: the tag says what it is, the digest what runs. */
export const image = z
    .string()
    .regex(/^[a-z0-9.-]+(:[0-9]+)?\/[a-z0-9._/-]+:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}@sha256:[0-9a-f]{64}$/)
    .meta({ form: "an image with registry, tag and digest: registry.example/app:1.4.2@sha256:<64 hex digits>" });

export const count = (min: number, max: number) => z.number().int().min(min).max(max);
export const days = count;
export const gigabytes = count;
export const seconds = count;
