import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { freePorts } from "../../sandbox/cluster/server";

/** First port that the system gives to clients: Linux says, others follow RFC 6335. */
function firstOfClients(): number {
    const range = "/proc/sys/net/ipv4/ip_local_port_range";
    return existsSync(range) ? Number.parseInt(readFileSync(range, "utf8"), 10) : 49_152;
}

test("servers get ports of their own, which no client is given while they are away", async () => {
    const [some, others] = await Promise.all([freePorts(100), freePorts(100)]);
    const all = [...some, ...others];
    expect(new Set(all).size).toBe(200);
    expect(Math.max(...all)).toBeLessThan(firstOfClients());
    const [port = 0] = some;
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
    await new Promise((resolve) => server.close(resolve));
});
