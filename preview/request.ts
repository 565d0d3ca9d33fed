import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Json, PlanResource } from "./plan";
import type { Properties } from "./values";

/** A registration request of the SDK as a plan holds it. */
export function planResource(
    urn: string,
    request: RegisterResourceRequest,
    inputs: Properties,
    replacementTrigger?: Json,
): PlanResource {
    const options = furtherOptions(request, replacementTrigger);
    return {
        urn,
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        parent: request.getParent() || null,
        provider: providerUrn(request.getProvider()) || null,
        inputs: inputs.value,
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        deleteBeforeReplace: request.getDeletebeforereplace(),
        ignoreChanges: set(request.getIgnorechangesList()),
        aliases: request.getAliasesList().map(aliasOf).sort(byText),
        dependencies: set(request.getDependenciesList()),
        propertyDependencies: propertyDependencies(request),
        secretPaths: inputs.secretPaths,
        unknownPaths: inputs.unknownPaths,
        ...(Object.keys(options).length > 0 && { options }),
    };
}

/** The options that are set; the SDK sends empty texts, lists and messages for those that are not. */
function furtherOptions(request: RegisterResourceRequest, replacementTrigger: Json | undefined) {
    const options: { [key: string]: Json } = {};
    const put = (key: string, value: Json | undefined) => {
        if (value !== undefined && !isEmpty(value)) options[key] = value;
    };
    put("additionalSecretOutputs", set(request.getAdditionalsecretoutputsList()));
    put("customTimeouts", timeouts(request));
    // Unset leaves it to the provider whether to delete first; false forbids it.
    if (request.getDeletebeforereplacedefined() && !request.getDeletebeforereplace()) put("deleteBeforeReplace", false);
    put("deletedWith", request.getDeletedwith());
    put("envVarMappings", Object.fromEntries(request.getEnvvarmappingsMap().entries()));
    put("hideDiffs", set(request.getHidediffsList()));
    put("hooks", hooks(request));
    put("import", request.getImportid());
    put("package", request.getPackageref());
    put("pluginDownloadURL", request.getPlugindownloadurl());
    put("providers", providers(request));
    if (request.getRemote()) put("remote", true);
    put("replaceOnChanges", set(request.getReplaceonchangesList()));
    put("replaceWith", set(request.getReplaceWithList()));
    put("replacementTrigger", replacementTrigger);
    put("version", request.getVersion());
    return options;
}

/** A provider is referred to as `urn::id`, and its id is not known before the update. */
function providerUrn(reference: string): string {
    return reference.slice(0, Math.max(0, reference.lastIndexOf("::")));
}

function providers(request: RegisterResourceRequest): Json {
    const found: { [key: string]: Json } = {};
    request.getProvidersMap().forEach((reference, name) => {
        found[name] = providerUrn(reference);
    });
    return found;
}

function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
    const found: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((dependencies, property) => {
        const urns = dependencies.getUrnsList();
        if (urns.length > 0) found[property] = set(urns);
    });
    return found;
}

function timeouts(request: RegisterResourceRequest): Json | undefined {
    const asked = request.getCustomtimeouts();
    if (asked === undefined) return undefined;
    return withoutEmpty({
        create: asked.getCreate(),
        update: asked.getUpdate(),
        delete: asked.getDelete(),
        read: asked.getRead(),
    });
}

function hooks(request: RegisterResourceRequest): Json | undefined {
    const bound = request.getHooks();
    if (bound === undefined) return undefined;
    return withoutEmpty({
        beforeCreate: bound.getBeforeCreateList(),
        afterCreate: bound.getAfterCreateList(),
        beforeUpdate: bound.getBeforeUpdateList(),
        afterUpdate: bound.getAfterUpdateList(),
        beforeDelete: bound.getBeforeDeleteList(),
        afterDelete: bound.getAfterDeleteList(),
        onError: bound.getOnErrorList(),
    });
}

/** An alias is a former URN, or says in which parts the former URN differs. */
function aliasOf(alias: Alias): Json {
    const spec = alias.getSpec();
    if (spec === undefined) return alias.getUrn();
    const parts = {
        name: spec.getName(),
        type: spec.getType(),
        stack: spec.getStack(),
        project: spec.getProject(),
        parent: spec.getParenturn(),
    };
    return { ...withoutEmpty(parts), ...(spec.getNoparent() && { noParent: true }) };
}

function set(items: readonly string[]): string[] {
    return items.length === 0 ? [] : [...new Set(items)].sort();
}

function byText(a: Json, b: Json): number {
    return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function isEmpty(value: Json): boolean {
    return value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}

function withoutEmpty(record: { [key: string]: Json }): { [key: string]: Json } {
    return Object.fromEntries(Object.entries(record).filter(([, value]) => !isEmpty(value)));
}
