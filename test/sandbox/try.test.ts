import { expect, test } from "vitest";
import { placeBefore, projectNumber } from "../../sandbox/cloud/before";
import { GoogleStandIn } from "../../sandbox/providers/gcp";
import { stack } from "../stack";
import { cloudFolder, deploy } from "./deployed";

test.each(["testnet", "mainnet"])("x %s", async (s) => {
    const folder = cloudFolder();
    console.error(folder);
    const g = new GoogleStandIn({ folder, delay: () => 0 });
    const { plan } = await stack(s);
    const project = String(plan.resources.find((r) => r.type === "pulumi:providers:gcp")?.inputs.project);
    console.error(projectNumber(plan), placeBefore(g.cloud, plan, project));
    const t = Date.now(); const c = process.cpuUsage();
    const made = await deploy(s, g);
    console.error(made.length, Date.now() - t, process.cpuUsage(c));
});
