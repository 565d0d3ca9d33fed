import { expect, test } from "vitest";
import { DATABASES } from "../../systems/redis";

test("no two systems write into one Redis database", () => {
    const numbers = Object.values(DATABASES);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(Math.max(...numbers)).toBeLessThan(16);
});
