import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import { difference } from "./difference";
import { Empty, PluginInfo, providers } from "./sdk";
import type { Difference, Inputs, StandIn } from "./stand-in";
import { receive, send } from "./wire";

/** One provider instance. */
export interface Session {
    /** Undefined until the engine knows it, which in a preview may be never. */
    config: Inputs | undefined;
    abort: AbortController;
}

export type Methods = ReturnType<typeof methodsOf>;
export type Method = keyof Methods;

const typeOf = (urn: string) => (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";

const subject = (request: { getUrn(): string }) => ({ urn: request.getUrn(), type: typeOf(request.getUrn()) });

/** The methods of pulumi/provider.proto that the engine needs, in terms of a stand-in. */
export function methodsOf(standIn: StandIn) {
    const reaching = ({ config, abort }: Session, { urn }: { urn: string }) => {
        if (config) return { config, signal: abort.signal };
        throw new Error(
            `the stand-in for ${standIn.name} has lost the configuration of the provider of ${urn}: it was started ` +
                "again in the middle of the update; run the command again",
        );
    };
    const secretsOf = (type: string) => (standIn.secretOutputs?.(type) ?? []).map((name) => [name]);

    return {
        handshake: () =>
            new providers.ProviderHandshakeResponse()
                .setAcceptSecrets(true)
                .setAcceptResources(false)
                .setAcceptOutputs(false),
        attach: () => new Empty(),
        getPluginInfo: () => new PluginInfo().setVersion(standIn.version),
        getSchema: () =>
            new providers.GetSchemaResponse().setSchema(
                JSON.stringify({ name: standIn.name, version: standIn.version }),
            ),
        getMapping: () => new providers.GetMappingResponse(),
        getMappings: () => new providers.GetMappingsResponse(),
        checkConfig: (request: messages.CheckRequest) => new providers.CheckResponse().setInputs(request.getNews()),
        diffConfig: (request: messages.DiffRequest) =>
            different(difference(receive(request.getOldInputs()).values, receive(request.getNews()).values)),

        async configure(request: messages.ConfigureRequest, session: Session) {
            const config = receive(request.getArgs()).values;
            await standIn.configure?.(config);
            session.config = config;
            return new providers.ConfigureResponse()
                .setAcceptsecrets(true)
                .setSupportspreview(true)
                .setAcceptresources(false)
                .setAcceptoutputs(false);
        },

        cancel(_: unknown, session: Session) {
            session.abort.abort();
            return new Empty();
        },

        async check(request: messages.CheckRequest) {
            const [olds, news] = [receive(request.getOlds()), receive(request.getNews())];
            const { inputs, failures = [] } = await standIn.check({
                ...subject(request),
                name: request.getName() || (request.getUrn().split("::").at(-1) ?? ""),
                ...(request.hasOlds() && { olds: olds.values }),
                news: news.values,
                randomSeed: request.getRandomseed_asU8(),
            });
            const response = new providers.CheckResponse().setInputs(send(inputs, news.secrets));
            for (const { property, reason } of failures) {
                response.addFailures(new providers.CheckFailure().setProperty(property).setReason(reason));
            }
            return response;
        },

        async diff(request: messages.DiffRequest) {
            return different(
                await standIn.diff({
                    ...subject(request),
                    id: request.getId(),
                    oldInputs: receive(request.getOldInputs()).values,
                    oldOutputs: receive(request.getOlds()).values,
                    news: receive(request.getNews()).values,
                    ignoreChanges: request.getIgnorechangesList(),
                }),
            );
        },

        async create(request: messages.CreateRequest, session: Session) {
            const about = subject(request);
            const { values, secrets } = receive(request.getProperties());
            const { id, outputs } = await standIn.create({
                ...about,
                ...reaching(session, about),
                inputs: values,
                preview: request.getPreview(),
            });
            return new providers.CreateResponse()
                .setId(request.getPreview() ? "" : id)
                .setProperties(send(outputs, [...secrets, ...secretsOf(about.type)]));
        },

        async read(request: messages.ReadRequest, session: Session) {
            const about = subject(request);
            const [state, inputs] = [receive(request.getProperties()), receive(request.getInputs())];
            const found = await standIn.read({
                ...about,
                ...reaching(session, about),
                id: request.getId(),
                ...(request.hasInputs() && { inputs: inputs.values }),
            });
            const response = new providers.ReadResponse();
            if (!found) return response;
            return response
                .setId(found.id)
                .setInputs(send(found.inputs, inputs.secrets))
                .setProperties(send(found.outputs, [...state.secrets, ...inputs.secrets, ...secretsOf(about.type)]));
        },

        async update(request: messages.UpdateRequest, session: Session) {
            const about = subject(request);
            const news = receive(request.getNews());
            const { outputs } = await standIn.update({
                ...about,
                ...reaching(session, about),
                id: request.getId(),
                oldInputs: receive(request.getOldInputs()).values,
                oldOutputs: receive(request.getOlds()).values,
                news: news.values,
                preview: request.getPreview(),
            });
            return new providers.UpdateResponse().setProperties(
                send(outputs, [...news.secrets, ...secretsOf(about.type)]),
            );
        },

        async delete(request: messages.DeleteRequest, session: Session) {
            const about = subject(request);
            await standIn.delete({
                ...about,
                ...reaching(session, about),
                id: request.getId(),
                inputs: receive(request.getOldInputs()).values,
                outputs: receive(request.getProperties()).values,
            });
            return new Empty();
        },

        async invoke(request: messages.InvokeRequest, session: Session) {
            if (!standIn.invoke) throw new Error(`the stand-in for ${standIn.name} has no functions`);
            const args = receive(request.getArgs()).values;
            const answer = await standIn.invoke(request.getTok(), args, session.config ?? {});
            return new providers.InvokeResponse().setReturn(send(answer));
        },
    };
}

function different({ changes, deleteBeforeReplace = false }: Difference): messages.DiffResponse {
    const { DIFF_NONE, DIFF_SOME } = providers.DiffResponse.DiffChanges;
    const { Kind } = providers.PropertyDiff;
    const kinds = {
        add: [Kind.ADD, Kind.ADD_REPLACE],
        update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
        delete: [Kind.DELETE, Kind.DELETE_REPLACE],
    } as const;
    const response = new providers.DiffResponse()
        .setChanges(Object.keys(changes).length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDeletebeforereplace(deleteBeforeReplace)
        .setHasdetaileddiff(true);
    const top = (path: string) => path.split(/[.[]/, 1)[0] ?? path;
    const paths = Object.entries(changes);
    response.setDiffsList([...new Set(paths.map(([path]) => top(path)))]);
    response.setReplacesList([...new Set(paths.filter(([, { replace }]) => replace).map(([path]) => top(path)))]);
    for (const [path, { kind, replace = false }] of paths) {
        const detail = new providers.PropertyDiff().setKind(kinds[kind][replace ? 1 : 0]).setInputdiff(true);
        response.getDetaileddiffMap().set(path, detail);
    }
    return response;
}
