import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { version } from "../package.json";
import { fail } from "./fail";

/** Exit codes: 0 clean, 1 violations or refused, 2 wrong usage or a wrong stack file. */
const USAGE = 2;

/** Loads a command when it is asked for: `judge` answers without the SDK. */
const command = <Module>(path: string): Module => require(path);

const positive = (text: string) => {
    if (!/^[1-9][0-9]{0,4}$/.test(text)) throw new InvalidArgumentError("use a whole number from 1 to 99999");
    return Number(text);
};

const slipway = new Command("slipway")
    .description("Takes a chain or DeFi backend from demo to mainnet on Google Cloud.")
    .version(version)
    .exitOverride()
    .showSuggestionAfterError();

slipway
    .command("preview")
    .description(
        "declare a stack, judge it, compare it, and write the plan, what changes, its risk and cost, and the reports",
    )
    .argument("<stack>", "testnet or mainnet: the name in Pulumi.<stack>.yaml")
    .option("--out <folder>", "where to write the files; without it only the summary is printed")
    .option("--against <baseline>", "what to compare with: a plan.json, a pulumi stack export, or a git revision")
    .option("--twice", "declare it a second time under another clock, seed, locale and environment, and compare")
    .addOption(new Option("--parallel <n>", "registrations answered at once").argParser(positive))
    .option("--json", "print the summary as JSON")
    .action((stack: string, options) => command<typeof import("./preview")>("./preview").preview(stack, options));

slipway
    .command("check")
    .description("policies only: says what breaks a rule and exits 1 if anything does")
    .argument("[stack...]", "stacks to check; without any, every Pulumi.<stack>.yaml")
    .addOption(
        new Option(
            "--yaml <file>",
            "objects of Kubernetes instead, as helm template writes them; - for standard input",
        ).conflicts(["state", "against"]),
    )
    .option("--state <file>", "what is deployed instead, as pulumi stack export writes it; - for standard input")
    .option("--against <baseline>", "a plan.json, a pulumi stack export, or a git revision: only what is new fails")
    .addOption(new Option("--format <format>").choices(["text", "json", "sarif", "junit"]).default("text"))
    .action((stacks: string[], options) => command<typeof import("./check")>("./check").check(stacks, options));

slipway
    .command("reach")
    .description("who can reach whom in a stack, and by which network policy")
    .argument("<stack>", "the name in Pulumi.<stack>.yaml")
    .argument("[from]", "internet, vpc, a workload, namespace/workload, name@region, or an address range")
    .argument("[to]", "the same")
    .option("--json", "print the answer as JSON")
    .action((stack: string, from: string | undefined, to: string | undefined, options) =>
        command<typeof import("./reach")>("./reach").reach(stack, from, to, options),
    );

slipway
    .command("ready")
    .description("what still stands between a stack file and a launch; exits 1 if anything does")
    .argument("<stack>", "the name in Pulumi.<stack>.yaml")
    .option("--all", "every item, however many a group has")
    .option("--json", "print the items as JSON")
    .action((stack: string, options) => command<typeof import("./ready")>("./ready").ready(stack, options));

slipway
    .command("judge")
    .description("judge resources given as JSON lines on standard input")
    .action(() => command<typeof import("./judge")>("./judge").judgeLines(process.stdin, process.stdout));

const moment = (text: string) => {
    const time = new Date(text);
    if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) || Number.isNaN(time.getTime()))
        throw new InvalidArgumentError("use a moment in UTC such as 2027-03-02T10:00:00Z");
    return time;
};

/** A command over a bundle: all of them look at the same ledger, base and clock. */
const governed = (name: string) =>
    slipway
        .command(name)
        .option("--against <revision>", "the revision that is applied now, while the ledger has nothing of the stack")
        .option("--ledger <branch>", "the branch that records what was let through", "origin/ledger")
        .addOption(new Option("--at <moment>", "the time to go by; now, without it").argParser(moment));

governed("bundle")
    .description("bind a preview of the checked-out commit into a bundle that people can approve")
    .argument("<stack>", "the name in Pulumi.<stack>.yaml")
    .option("--out <folder>", "a new folder; without it one in out/bundles, named by stack and digest")
    .addOption(
        new Option("--collect <hours>", "how long approvals are collected, before the timelock")
            .argParser(positive)
            .default(24),
    )
    .action((stack: string, options) => command<typeof import("./bundle")>("./bundle").bundle(stack, options));

governed("approve")
    .description("sign a bundle with ssh-keygen")
    .argument("<bundle>", "the bundle's folder")
    .requiredOption("--key <file>", "a private key, or the public key of one in an agent or a security key")
    .option("--veto", "refuse the change instead: no number of approvals outweighs it")
    .action((folder: string, options) => command<typeof import("./approve")>("./approve").approve(folder, options));

governed("verify")
    .description("say whether a bundle may be applied now, and exit 1 if it may not")
    .argument("<bundle>", "the bundle's folder")
    .option("--stack <stack>", "the stack that is about to be changed; a bundle for another one is refused")
    .option("--reproduce", "make the bundle's files again from its commit and compare every byte")
    .option("--json", "print the decision as JSON")
    .action((folder: string, options) => command<typeof import("./verify")>("./verify").verify(folder, options));

governed("apply")
    .description(
        "apply an approved bundle to its stack: verify it, look at what is there, spend it, update, and record",
    )
    .argument("<bundle>", "the bundle's folder")
    .argument("[options...]", "after --: --parallel=N or --message=TEXT for pulumi up; nothing else is taken")
    .requiredOption("--stack <stack>", "the stack that is about to be changed; a bundle for another one is refused")
    .requiredOption("--key <file>", "the key that signs the receipt, named in governance/approvers.yaml")
    .action((folder: string, rest: string[], options) =>
        command<typeof import("./apply")>("./apply").apply(folder, rest, options),
    );

const pair = (text: string, before: Record<string, string> = {}) => {
    const at = text.lastIndexOf("=");
    if (at < 1) throw new InvalidArgumentError("use URN=ID");
    return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
};
const list = (text: string, before: string[] = []) => [...before, text];

slipway
    .command("recover")
    .description("after an interrupted update: bring the state back to what exists; nothing else is changed")
    .argument("<stack>", "the name in Pulumi.<stack>.yaml")
    .option("--key <file>", "the key that signs the receipt; needed for a stack that the ledger knows")
    .option("--ledger <branch>", "the branch that records what was let through", "origin/ledger")
    .addOption(new Option("--id <urn=id>", "the id of what was being created, where only you can know").argParser(pair))
    .addOption(new Option("--absent <urn>", "what was being created, and does not exist").argParser(list))
    .addOption(new Option("--lost <urn>", "what could not be created, and may exist all the same").argParser(list))
    .option("--unlock", "take the lock away although whoever holds it may still be at work")
    .action((stack: string, options) => command<typeof import("./recover")>("./recover").recover(stack, options));

slipway
    .command("drift")
    .description("what is not as it was applied, by the classes of changes; exits 1 if anything is")
    .argument("<stack>", "the name in Pulumi.<stack>.yaml")
    .option("--json", "print it as JSON")
    .action((stack: string, options) => command<typeof import("./drift")>("./drift").drift(stack, options));

const sandbox = slipway
    .command("sandbox")
    .description("both networks on this machine: the real engine and real servers, stand-ins for the providers");

/** A sandbox is in a folder of its own, so that several can be there side by side. */
const sandboxed = (name: string) =>
    sandbox.command(name).option("--directory <folder>", "where it is kept; without it in ~/.cache/slipway/sandbox");

sandboxed("up")
    .description("start the servers of a network in the background, and bring the network up on them")
    .argument("[network]", "the name in Pulumi.<network>.yaml; without it all of them")
    .action((network: string | undefined, options) =>
        command<typeof import("./sandbox")>("./sandbox").up(network, options),
    );

sandboxed("status")
    .description("what runs, where it listens and where it logs; exits 1 if something does not")
    .action((options) => command<typeof import("./sandbox")>("./sandbox").status(options));

sandboxed("run")
    .description("tell stories of these networks, each with its checks; exits 1 if one does not hold")
    .argument("[chapters...]", "such as first-up; without any, those for every day")
    .option("--all", "the long ones too")
    .addOption(new Option("--seed <n>", "what all chance comes from; without it any").argParser(positive))
    .option("--out <folder>", "where to write the report", "out/sandbox")
    .option("--keep", "keep states and logs even if all is well")
    .action((chapters: string[], options) => command<typeof import("./sandbox")>("./sandbox").run(chapters, options));

sandboxed("down")
    .description("end the servers and forget what they had")
    .action((options) => command<typeof import("./sandbox")>("./sandbox").down(options));

// Whoever reads our output may stop reading, as `head` does: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
});

slipway.parseAsync().catch((error: unknown) => {
    // Commander has said it already; --help and --version come by here too, with exit code 0.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
    else process.exitCode = fail(error);
});
