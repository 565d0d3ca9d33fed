import type { alertmanagerConfig } from "../../components/watch/alertmanager";

export type Config = ReturnType<typeof alertmanagerConfig>;

interface Route {
    receiver: string;
    matchers?: readonly string[];
    continue?: boolean;
    routes?: readonly Route[];
}

const matches = (matcher: string, labels: Readonly<Record<string, string>>) => {
    const [, label = "", value] = /^(\w+)="(.*)"$/.exec(matcher) ?? [];
    if (value === undefined) throw new Error(`${matcher} is not a matcher that is understood here`);
    return (labels[label] ?? "") === value;
};

/** Receivers of an alert, as dispatch/route.go of Alertmanager finds them: an own reading, held against amtool. */
export function receiversOf(config: Config, labels: Readonly<Record<string, string>>): string[] {
    const visit = (route: Route): string[] => {
        if (!(route.matchers ?? []).every((matcher) => matches(matcher, labels))) return [];
        const found: string[] = [];
        for (const child of route.routes ?? []) {
            const below = visit(child);
            found.push(...below);
            if (below.length > 0 && !child.continue) break;
        }
        return found.length > 0 ? found : [route.receiver];
    };
    return visit(config.route);
}

/** Alertmanager before 0.26 has no `url_file` for webhooks; what else there is, it reads. */
export const forOlder = (config: Config): object =>
    JSON.parse(JSON.stringify(config).replaceAll(/"url_file":"[^"]*"/g, '"url":"http://127.0.0.1:9/"'));
