import * as pulumi from "@pulumi/pulumi";

/** What a region has; fails with the regions that there are. */
export function at<T>(by: Record<string, T>, region: string): T {
    const found = by[region];
    if (!found) throw new pulumi.RunError(`there is no region ${region}; use ${Object.keys(by).join(" or ")}`);
    return found;
}
