import { packageType } from "../../cloud/package";
import { CloudRefusal } from "../../cloud/refusal";
import type { DeleteRequest, Inputs } from "../stand-in";

/** Inputs that only the provider reads: no API is sent them, so the cloud does not know them. */
const OWN = ["deletionPolicy", "deletionProtection", "disableOnDestroy", "forceDelete", "forceDestroy"];

/** Write-only arguments and other secret inputs: they reach the API, and nothing gives them back. */
const isSecret = (type: string, name: string): boolean =>
    name.endsWith("Wo") || (packageType(type)?.secret.includes(name) && packageType(type)?.inputs.has(name)) === true;

/** What the cloud is sent, and keeps. */
export const sent = (type: string, inputs: Inputs): Inputs => pick(inputs, (name) => !isKept(type, name));

/** What never reaches the cloud, or does not come back. */
export const kept = (type: string, inputs: Inputs): Inputs => pick(inputs, (name) => isKept(type, name));

const isKept = (type: string, name: string) => OWN.includes(name) || isSecret(type, name);

const pick = (inputs: Inputs, wanted: (name: string) => boolean): Inputs =>
    Object.fromEntries(Object.entries(inputs).filter(([name, value]) => value !== undefined && wanted(name)));

/** Types whose deletion the API does not know, so that the provider only forgets them. */
const FORGOTTEN = ["gcp:projects/serviceIdentity:ServiceIdentity"];

/** Words of the provider's resources that were written by hand; the generated ones share one sentence. */
const PROTECTED: Readonly<Record<string, string>> = {
    "gcp:container/cluster:Cluster":
        "Cannot destroy cluster because deletion_protection is set to true. Set it to false to proceed with cluster deletion.",
    "gcp:sql/databaseInstance:DatabaseInstance":
        "Error, failed to delete instance because deletion_protection is set to true. Set it to false to proceed with instance deletion.",
};

/** Refuses what the provider refuses to delete, as the state says. True where it asks nothing of the API. */
export function onlyForgets({ type, inputs, outputs }: DeleteRequest): boolean {
    const { deletionPolicy, deletionProtection, disableOnDestroy } = { ...inputs, ...outputs };
    const kind = type.replace(/^.*:/, "");
    if (deletionPolicy === "PREVENT")
        throw new CloudRefusal(
            `cannot destroy ${kind} without setting deletion_policy="DELETE" and running \`terraform apply\``,
        );
    if (deletionProtection === true)
        throw new CloudRefusal(
            PROTECTED[type] ??
                `cannot destroy ${kind} without setting deletion_protection=false and running \`terraform apply\``,
        );
    return deletionPolicy === "ABANDON" || disableOnDestroy === false || FORGOTTEN.includes(type);
}
