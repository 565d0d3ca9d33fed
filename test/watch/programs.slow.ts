import { expect, test } from "vitest";
import { ALERTMANAGER, PROMETHEUS } from "./live";
import { missing } from "./programs";

test("the programs that judge are there: apt-get install prometheus prometheus-alertmanager", () => {
    const absent = ["promtool", "amtool"].filter(missing);
    expect([...absent, ...(PROMETHEUS ? [] : ["prometheus"]), ...(ALERTMANAGER ? [] : ["alertmanager"])]).toEqual([]);
});
