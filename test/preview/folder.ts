import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder that is gone when the test is over. */
export function folder(): string {
    const path = realpathSync(mkdtempSync(join(tmpdir(), "slipway-")));
    onTestFinished(() => rmSync(path, { recursive: true }));
    return path;
}
