import { broken } from "./partial";
import type { Place } from "./place";
import type { Problem } from "./problems";
import type { Schema } from "./shape";

/** A place that was come by. */
export interface Visited {
    readonly place: Place;
    /** What stands there in the file; undefined where a default fills in. */
    readonly value: unknown;
    /** A map or a list is wanted there. */
    readonly block: boolean;
}

/** What a walk through the stack file came by: the places in order, and the problems. */
export class Report {
    readonly problems: Problem[] = [];
    readonly places = new Map<string, Visited>();

    enter(place: Place, value: unknown, block: boolean): void {
        this.places.set(place.at, { place, value, block });
    }

    refuse(place: Place, found: string, remedy: string): typeof broken {
        this.problems.push({ at: place.at === "" ? "config" : place.at, found, remedy });
        return broken;
    }

    absorb(other: Report): void {
        this.problems.push(...other.problems);
        for (const [at, visited] of other.places) this.places.set(at, visited);
    }

    /** The problems in the order of the schema, not of the file: the command line hands keys over sorted by name. */
    sorted(): Problem[] {
        const ranks = new Map([...this.places.keys()].map((at, rank) => [at, rank]));
        const rank = ({ at }: Problem): number => {
            for (let known = at; known !== ""; known = known.replace(/(\.|\[|^)[^.[]*$/, "")) {
                const found = ranks.get(known);
                if (found !== undefined) return found;
            }
            return -1;
        };
        return [...this.problems].sort((one, other) => rank(one) - rank(other));
    }
}

/** What the visitor of one kind of place needs to go on to the places below. */
export interface Walk {
    readonly report: Report;
    visit(schema: Schema, value: unknown, place: Place, walk: Walk): unknown;
}
