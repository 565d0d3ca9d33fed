/** US dollars a month: when nothing is asked of the network, and when everything that can grow has grown. */
export interface Range {
    low: number;
    high: number;
}

export interface CostPart extends Range {
    /** The system that a resource was declared for, or the component at the top. */
    system: string;
    region: string;
}

/** A monthly estimate: written as `cost.json`. */
export interface Cost {
    schema: "slipway.cost/v1";
    currency: "USD";
    /** Day of the price table. */
    asOf: string;
    total: Range;
    /** By system and region, the dearest first. */
    parts: CostPart[];
    /** The same against the baseline; null without one. Parts that cost the same are left out. */
    delta: { total: Range; parts: CostPart[] } | null;
    /** Resources that were priced. */
    priced: number;
    /** Things that are paid for, but for which the table has no price. */
    unpriced: { what: string; resources: string[] }[];
    /** Things with the price of another region, because the table has none of their own. */
    borrowed: { what: string; region: string }[];
    excludes: string[];
}
