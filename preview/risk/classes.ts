/** What a change can do to a running network, the gravest first. A class is decided by facts and never by a score. */
export type RiskClass =
    | "irreversible"
    | "protection"
    | "custody"
    | "exposure"
    | "consensus"
    | "images"
    | "policy"
    | "unknowns"
    | "cost"
    | "other";

/** Who has to agree: so many people other than the author, among them one of each role. */
export interface Approvals {
    people: number;
    roles: readonly Role[];
}

export type Role = "operator" | "security";

export interface ClassRules {
    title: string;
    /** What its lines have in common, as a sentence. */
    about: string;
    approvals: Approvals;
}

/**
 * The classes in the order of their weight, with what each asks for: three people where keys, data or consensus can be
 * lost, two where a reviewer must look twice, one for the rest.
 */
export const classes: Readonly<Record<RiskClass, ClassRules>> = {
    irreversible: {
        title: "Irreversible",
        about: "Deletes or remakes what holds data, keys or names, or turns what cannot be turned back.",
        approvals: { people: 3, roles: ["operator", "security"] },
    },
    protection: {
        title: "Protection lost",
        about: "Takes away what stands between a mistake and its damage.",
        approvals: { people: 3, roles: ["operator", "security"] },
    },
    custody: {
        title: "Keys and access",
        about: "Changes who may use a key, a secret or the cloud, or which key or secret is used.",
        approvals: { people: 3, roles: ["operator", "security"] },
    },
    exposure: {
        title: "Exposure",
        about: "Opens a way that was closed, or loosens what guards an open one.",
        approvals: { people: 2, roles: ["security"] },
    },
    consensus: {
        title: "Consensus safety",
        about: "Changes how many pods can sign with one key, or where it signs.",
        approvals: { people: 3, roles: ["operator", "security"] },
    },
    images: {
        title: "Images",
        about: "Changes what runs.",
        approvals: { people: 2, roles: ["operator"] },
    },
    policy: {
        title: "Policy findings",
        about: "Breaks a rule that held, or no longer breaks one.",
        approvals: { people: 2, roles: ["security"] },
    },
    unknowns: {
        title: "Unknown",
        about: "Leaves open what nobody can know before the update.",
        approvals: { people: 2, roles: ["operator"] },
    },
    cost: { title: "Cost", about: "Changes the monthly estimate.", approvals: { people: 1, roles: ["operator"] } },
    other: {
        title: "Everything else",
        about: "Changes nothing of the above.",
        approvals: { people: 1, roles: ["operator"] },
    },
};

export const classOrder = Object.keys(classes) as RiskClass[];

/** What a first plan asks for, which has nothing to be compared with. */
export const strictest: Approvals = { people: 3, roles: ["operator", "security"] };

/** What several classes ask for together. */
export function approvalsFor(found: Iterable<RiskClass>): Approvals {
    const asked = [...new Set(found)].map((one) => classes[one].approvals);
    const roles = new Set(asked.flatMap(({ roles }) => roles));
    return { people: Math.max(1, ...asked.map(({ people }) => people)), roles: [...roles].sort() };
}
