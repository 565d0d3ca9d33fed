import { baseKind } from "./kubernetes";
import type { Subject } from "./subject";

/** The resources of a stack, for rules that judge them together. */
export class Stack {
    readonly subjects: readonly Subject[];
    #byType: Map<string, Subject[]> | undefined;
    #byKind: Map<string, Subject[]> | undefined;

    constructor(subjects: readonly Subject[]) {
        this.subjects = subjects;
    }

    /** All of a type, such as `gcp:kms/cryptoKey:CryptoKey`. */
    type(type: string): readonly Subject[] {
        this.#byType ??= grouped(this.subjects, (subject) => subject.type);
        return this.#byType.get(type) ?? [];
    }

    /** All Kubernetes objects of a kind, whatever their version. */
    kind(kind: string): readonly Subject[] {
        this.#byKind ??= grouped(this.subjects, ({ type }) => baseKind(type));
        return this.#byKind.get(kind) ?? [];
    }
}

/** What several rules need to know of a stack, made once. */
export function onceForStack<T>(make: (stack: Stack) => T): (stack: Stack) => T {
    const made = new WeakMap<Stack, { value: T }>();
    return (stack) => {
        const known = made.get(stack) ?? { value: make(stack) };
        made.set(stack, known);
        return known.value;
    };
}

function grouped(subjects: readonly Subject[], key: (subject: Subject) => string): Map<string, Subject[]> {
    const groups = new Map<string, Subject[]>();
    for (const subject of subjects) {
        const group = groups.get(key(subject));
        if (group) group.push(subject);
        else groups.set(key(subject), [subject]);
    }
    return groups;
}
