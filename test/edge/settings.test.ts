import { expect, test } from "vitest";
import { check } from "../../components/settings/check";
import { edgeOf } from "../../components/settings/edge";
import { rules, Settings } from "../../components/settings/settings";
import type { Path } from "../settings/yaml";
import { settingsOf, withValue } from "../settings/yaml";

const mainnet = settingsOf("mainnet");
const image = (mainnet.systems as { intents: { images: { web: string } } }).intents.images.web;
const candidate: Path = ["systems", "intents", "web", "candidate"];

/** What is said about mainnet's stack file with mistakes in it. */
function said(...mistakes: [Path, unknown][]): string[] {
    const result = check(
        Settings,
        rules,
        mistakes.reduce((file, [path, value]) => withValue(file, path, value), mainnet),
    );
    return "problems" in result ? result.problems.map(({ at, found, remedy }) => `${at} ${found}; ${remedy}`) : [];
}

test("mistakes about what faces the internet make one message", () => {
    expect(
        said(
            [["edge", "domain"], "Example"],
            [["edge", "exposed", 0, "hosts"], []],
            [["edge", "exposed", 0, "limit", "requests"], 0],
            [["edge", "exposed", 0, "limit", "seconds"], 45],
            [["edge", "exposed", 0, "system"], "intent"],
            [candidate, { percent: 7 }],
        ),
    ).toEqual([
        "systems.intents.web.candidate.image is missing; give an image with registry, tag and digest: registry.example/app:1.4.2@sha256:<64 hex digits>",
        "systems.intents.web.candidate.percent is 7; use 0, 1, 10, 50 or 100",
        'edge.domain is "Example"; use a domain such as example.com',
        'edge.exposed[0].system is "intent"; use intents, paw or betting',
        "edge.exposed[0].hosts has no entries; use 1 to 10 entries",
        "edge.exposed[0].limit.requests is 0; use 1 to 10000",
        "edge.exposed[0].limit.seconds is 45; use 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700 or 3600",
    ]);
});

test("what fits alone must fit together", () => {
    expect(
        said(
            [
                ["edge", "regions"],
                ["europe-west4", "europe-west4", "us-east4"],
            ],
            [
                ["edge", "exposed", 0, "hosts"],
                ["intents.example.com", "intents.example.com", "intents.example.org"],
            ],
            [["edge", "exposed", 0, "limit"], { requests: 100, seconds: 900, banRequests: 50, banSeconds: 600 }],
            [["edge", "exposed", 1], { system: "intents", hosts: ["intents.example.com"] }],
            [candidate, { image }],
        ).sort(),
    ).toEqual([
        'edge.exposed[0].hosts[1] is "intents.example.com"; use each once; edge.exposed[0].hosts[0] is the same',
        'edge.exposed[0].hosts[2] is "intents.example.org"; use a name in example.com, such as app.example.com',
        "edge.exposed[0].limit.banRequests is 50; use 100 or more, as many as requests",
        "edge.exposed[0].limit.banSeconds is 600; use 900 or more, as long as seconds",
        'edge.exposed[1].hosts[0] is "intents.example.com"; use each once; edge.exposed[0].hosts[0] is the same',
        'edge.exposed[1].system is "intents"; use a system other than that of edge.exposed[0]',
        "edge.regions has not the active region; use europe-west1 and any others",
        'edge.regions[1] is "europe-west4"; use each once; edge.regions[0] is the same',
        'edge.regions[2] is "us-east4"; use one of the regions: europe-west1, europe-west4',
        'systems.intents.web.candidate.image is "europe-docker.pkg.dev/example-slipway/intents/web:…"; use an image other than systems.intents.images.web',
    ]);
});

test("a system that is switched off is not exposed, and the others still are", () => {
    expect(said([["systems", "intents"], undefined])).toEqual([]);
    const settings = Settings.parse(withValue(settingsOf("mainnet"), ["systems", "intents"], undefined));
    expect(edgeOf(settings)?.exposed.map(({ system }) => system)).toEqual(["paw", "betting"]);
});

test("a file without the block is in order: nothing faces the internet", () => {
    expect(said([["edge"], undefined])).toEqual([]);
});
