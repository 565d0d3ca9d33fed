/**
 * What stands between data and its loss, set together from here because each guard stops something else: `protect`
 * stops Pulumi, `deletionProtection` and `deletionPolicy` stop the provider. Where an API has a flag of its own, which
 * stops everybody who comes by another way (console, gcloud), the component that knows it sets that too.
 */
export const guarded = {
    /** For the resource options of anything that holds data or keys. */
    opts: { protect: true },
    /** For the arguments of whatever holds data. */
    data: { deletionProtection: true, deletionPolicy: "PREVENT" },
    /** For the arguments of whatever only knows a deletion policy. */
    policy: { deletionPolicy: "PREVENT" },
} as const;
