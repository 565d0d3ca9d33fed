import type { RegisterResourceRequest, TransformRequest, TransformResponse } from "@pulumi/pulumi/proto/resource_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { resources, runtime, Struct } from "./sdk";

type Wire = { [key: string]: JavaScriptValue };

/** What a transform is asked: the registration as it stands. */
export function transformRequest(request: RegisterResourceRequest): TransformRequest {
    const options = new resources.TransformResourceOptions();
    options.setDependsOnList(request.getDependenciesList());
    if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
    options.setIgnoreChangesList(request.getIgnorechangesList());
    options.setReplaceOnChangesList(request.getReplaceonchangesList());
    options.setVersion(request.getVersion());
    options.setAliasesList(request.getAliasesList());
    options.setProvider(request.getProvider());
    options.setCustomTimeouts(request.getCustomtimeouts());
    options.setPluginDownloadUrl(request.getPlugindownloadurl());
    if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
    options.setDeletedWith(request.getDeletedwith());
    if (request.getDeletebeforereplacedefined()) options.setDeleteBeforeReplace(request.getDeletebeforereplace());
    options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
    request.getProvidersMap().forEach((reference, name) => void options.getProvidersMap().set(name, reference));
    options.setHooks(request.getHooks());
    options.setImport(request.getImportid());
    options.setHideDiffList(request.getHidediffsList());
    options.setReplaceWithList(request.getReplaceWithList());
    options.setReplacementTrigger(request.getReplacementTrigger());

    const question = new resources.TransformRequest();
    question.setType(request.getType());
    question.setName(request.getName());
    question.setCustom(request.getCustom());
    question.setParent(request.getParent());
    question.setProperties(Struct.fromJavaScript(withOutputs(request)));
    question.setOptions(options);
    return question;
}

/** Takes over what a transform answered. As in the engine, an option that it leaves out is no longer set. */
export function takeTransformed(request: RegisterResourceRequest, answer: TransformResponse): void {
    const properties = answer.getProperties()?.toJavaScript() ?? {};
    request.setObject(Struct.fromJavaScript(withoutOutputs(properties) as Wire));
    const options = answer.getOptions();
    if (options === undefined) return;
    request.setDependenciesList(options.getDependsOnList());
    if (options.hasProtect()) request.setProtect(options.getProtect() ?? false);
    else request.clearProtect();
    request.setIgnorechangesList(options.getIgnoreChangesList());
    request.setReplaceonchangesList(options.getReplaceOnChangesList());
    request.setVersion(options.getVersion());
    request.setAliasesList(options.getAliasesList());
    request.setProvider(options.getProvider());
    request.setCustomtimeouts(options.getCustomTimeouts());
    request.setPlugindownloadurl(options.getPluginDownloadUrl());
    if (options.hasRetainOnDelete()) request.setRetainondelete(options.getRetainOnDelete() ?? false);
    else request.clearRetainondelete();
    request.setDeletedwith(options.getDeletedWith());
    request.setDeletebeforereplacedefined(options.hasDeleteBeforeReplace());
    request.setDeletebeforereplace(options.getDeleteBeforeReplace() ?? false);
    request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
    request.setHooks(options.getHooks());
    request.setImportid(options.getImport());
    request.setHidediffsList(options.getHideDiffList());
    request.setReplaceWithList(options.getReplaceWithList());
    request.setReplacementTrigger(options.getReplacementTrigger());
}

/**
 * A transform gets outputs where a value is secret, unknown or made from other resources, as from the engine: given
 * the wire as it is, the SDK would hand it the marks themselves.
 */
function withOutputs(request: RegisterResourceRequest): Wire {
    const properties: Wire = {};
    for (const [key, value] of Object.entries(request.getObject()?.toJavaScript() ?? {})) {
        const dependencies = request.getPropertydependenciesMap().get(key)?.getUrnsList() ?? [];
        const output = toOutputs(value);
        if (dependencies.length === 0) properties[key] = output;
        else properties[key] = { ...(isOutput(output) ? output : outputOf(output)), dependencies };
    }
    return properties;
}

function toOutputs(value: JavaScriptValue): JavaScriptValue {
    if (value === runtime.unknownValue) return outputOf();
    if (Array.isArray(value)) return value.map(toOutputs);
    if (!isRecord(value)) return value;
    if (value[runtime.specialSigKey] === runtime.specialSecretSig) {
        const inner = toOutputs(value.value ?? null);
        return { ...(isOutput(inner) ? inner : outputOf(inner)), secret: true };
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toOutputs(inner)]));
}

/** The way back, for a transform that leaves an output as it is. */
function withoutOutputs(value: JavaScriptValue): JavaScriptValue {
    if (Array.isArray(value)) return value.map(withoutOutputs);
    if (!isRecord(value)) return value;
    if (value[runtime.specialSigKey] === runtime.specialOutputValueSig) {
        const inner = value.value === undefined ? runtime.unknownValue : withoutOutputs(value.value);
        return value.secret === true ? { [runtime.specialSigKey]: runtime.specialSecretSig, value: inner } : inner;
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutOutputs(inner)]));
}

function outputOf(value?: JavaScriptValue): Wire {
    const mark = { [runtime.specialSigKey]: runtime.specialOutputValueSig };
    return value === undefined ? mark : { ...mark, value };
}

function isOutput(value: JavaScriptValue): value is Wire {
    return isRecord(value) && value[runtime.specialSigKey] === runtime.specialOutputValueSig;
}

function isRecord(value: JavaScriptValue): value is Wire {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
