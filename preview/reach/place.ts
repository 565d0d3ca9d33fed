import { isRecord } from "../changes/values";
import { join } from "../path";
import type { Json, PlanResource } from "../plan";
import type { Hidden, Known } from "./truth";

/** A value in a resource together with where it stands, so that whatever cannot be read can be named. */
export class Place {
    readonly value: Json | undefined;
    private readonly owner: string;
    private readonly path: string;

    constructor(owner: string, value: Json | undefined, path = "") {
        this.owner = owner;
        this.value = value;
        this.path = path;
    }

    /** The value under a key, or this place itself where it hides all that is under it. */
    at(...keys: string[]): Place {
        return keys.reduce<Place>((place, key) => {
            if (place.hidden) return place;
            const inner = isRecord(place.value) && Object.hasOwn(place.value, key) ? place.value[key] : undefined;
            return new Place(place.owner, inner, join(place.path, key));
        }, this);
    }

    get absent(): boolean {
        return this.value === undefined || this.value === null;
    }

    get hidden(): Hidden | undefined {
        if (!isRecord(this.value)) return undefined;
        if ("$unknown" in this.value) return this.fault("is not known before the update");
        return "$secret" in this.value ? this.fault("is secret") : undefined;
    }

    fault(what: string): Hidden {
        return { reason: `${this.owner}: ${this.path} ${what}` };
    }

    /** Items of a list; a list that is hidden or is none is one item that cannot be read. */
    get items(): Place[] {
        if (this.absent) return [];
        if (!Array.isArray(this.value)) return [this];
        return this.value.map((item, index) => new Place(this.owner, item, join(this.path, index)));
    }

    get entries(): [string, Place][] {
        return isRecord(this.value) && !this.hidden ? Object.keys(this.value).map((key) => [key, this.at(key)]) : [];
    }

    get text(): Known<string> {
        if (typeof this.value === "string") return this.value;
        return this.hidden ?? this.fault("is not a text");
    }

    /** Whether there is something here that is no object, which the API server would refuse. */
    get wrong(): Hidden | undefined {
        return this.hidden ?? (this.absent || isRecord(this.value) ? undefined : this.fault("is not an object"));
    }
}

/** The last part of a type: `Deployment`. */
export const kindOf = ({ type }: PlanResource): string => type.slice(type.lastIndexOf(":") + 1);

export const isKubernetes = ({ type, custom }: PlanResource): boolean => custom && type.startsWith("kubernetes:");
