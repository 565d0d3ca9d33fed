/**
 * Regions of Google Cloud and the letters of their zones, as of November 2026:
 * https://cloud.google.com/compute/docs/regions-zones. A region that is newer than this table is one line.
 */
const ZONES: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
        [
            ..."africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3".split(" "),
            ..."asia-south1 asia-south2 asia-southeast1 asia-southeast2".split(" "),
            ..."australia-southeast1 australia-southeast2".split(" "),
            ..."europe-central2 europe-north1 europe-north2 europe-southwest1 europe-west2 europe-west3".split(" "),
            ..."europe-west4 europe-west6 europe-west8 europe-west9 europe-west10 europe-west12".split(" "),
            ..."me-central1 me-central2 me-west1".split(" "),
            ..."northamerica-northeast1 northamerica-northeast2 northamerica-south1".split(" "),
            ..."southamerica-east1 southamerica-west1".split(" "),
            ..."us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4".split(" "),
        ].map((region) => [region, "abc"]),
    ),
    "europe-west1": "bcd",
    "us-central1": "abcf",
    "us-east1": "bcd",
};

export const REGIONS: readonly string[] = Object.keys(ZONES).sort();

/** The zones of a region; none of one that Google Cloud does not have. */
export const zonesOf = (region: string): string[] =>
    Object.hasOwn(ZONES, region) ? [...(ZONES[region] ?? "")].map((letter) => `${region}-${letter}`) : [];
