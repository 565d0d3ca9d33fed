import { canonical } from "./path";
import type { Resource } from "./rule";
import { type Place, type Text, type Walk, walk } from "./walk";

/** A resource under judgement. Its properties are walked once, when the first rule asks, for all rules together. */
export class Subject {
    readonly resource: Resource;
    readonly type: string;
    /** Set when a rule looks at the walk, so that the judge knows whom a cut concerns. */
    looked = false;
    /** What `once` has made, each on a shelf of its own. */
    readonly made: unknown[] = [];
    #walk: Walk | undefined;
    #secret: ReadonlySet<string> | undefined;
    #unknown: ReadonlySet<string> | undefined;

    constructor(resource: Resource) {
        this.resource = resource;
        this.type = resource.type;
    }

    /** Every value that has no parts: text, number, boolean, null, unknown, secret. In document order. */
    get leaves(): readonly Place[] {
        return this.walk.leaves;
    }

    /** Every text. In document order. */
    get texts(): readonly Text[] {
        return this.walk.texts;
    }

    /** Every object. In document order, parents first. */
    get maps(): readonly Place[] {
        return this.walk.maps;
    }

    /** Where the walk stopped, and why. */
    get cuts(): readonly { path: string; why: string }[] {
        return this.#walk?.cuts ?? [];
    }

    get secretPaths(): ReadonlySet<string> {
        this.#secret ??= new Set(this.resource.secretPaths?.map(canonical));
        return this.#secret;
    }

    get unknownPaths(): ReadonlySet<string> {
        this.#unknown ??= new Set(this.resource.unknownPaths?.map(canonical));
        return this.#unknown;
    }

    private get walk(): Walk {
        this.looked = true;
        this.#walk ??= walk(this.resource.props);
        return this.#walk;
    }
}

/** What several rules need, made once for each subject. */
export function once<T>(make: (subject: Subject) => T): (subject: Subject) => T {
    const shelf = shelves++;
    return (subject) => {
        subject.looked = true;
        if (subject.made[shelf] === undefined) subject.made[shelf] = make(subject);
        return subject.made[shelf] as T;
    };
}

let shelves = 0;
