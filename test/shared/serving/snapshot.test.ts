import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { systemClock } from "../../../infra/clock.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { openBuckets } from "../../../infra/local/object-store.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { byBytes } from "../../../shared/serving/id-order.ts";
import { snapshotReader } from "../../../shared/serving/read-snapshot.ts";
import type { CustomerHistory } from "../../../shared/serving/snapshot.ts";
import { inForceNow, writeSnapshot } from "../../../shared/serving/write-snapshot.ts";

const root = mkdtempSync(join(tmpdir(), "daybook-serving-"));
const buckets = openBuckets(root, systemClock);
afterAll(() => {
  buckets.close();
  rmSync(root, { recursive: true, force: true });
});

const history = (net: number): CustomerHistory => ({
  days: [["2024-01-01", "France", 1, 1, 1, net, 0, net]],
  joined: null,
  age: null,
});

async function* inOrder(ids: readonly string[]): AsyncGenerator<readonly [string, CustomerHistory]> {
  const sorted = ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const id of sorted) yield [id, history(ids.indexOf(id))];
}

const write = async (serving: ObjectStore, ids: readonly string[]) =>
  writeSnapshot(serving, "one", {
    replaces: await inForceNow(serving),
    facts: {
      created: "2024-01-02T00:00:00.000Z",
      firstDay: "2024-01-01",
      asOf: "2024-01-01",
      currency: "GBP",
      timeZone: "Europe/London",
    },
    company: { sales: [], countries: [], forecast: null, forecastMissing: "none" },
    customers: inOrder(ids),
  });

describe("a snapshot's shards", () => {
  it.each([
    ["numbers of different lengths", Array.from({ length: 1500 }, (_, index) => String(index + 1))],
    ["words that objects mean something by", ["__proto__", "constructor", "toString", "7", "07"]],
    ["words beyond the basic plane", ["\u{1F600}", "\uFFFD", "é", "z", "12", "3"]],
  ])("find every customer whose ids are %s", async (name, ids) => {
    const serving = buckets.bucket(name.replaceAll(" ", "-"));
    await write(serving, ids);
    const reader = snapshotReader(serving, { clock: systemClock, log: silentLog, freshMs: 0 });
    const snapshot = (await reader.current())?.value;
    expect(snapshot?.manifest.customers).toBe(ids.length);
    for (const [index, id] of ids.entries()) expect(await snapshot?.customer(id), id).toEqual(history(index));
  });
});

it("ids are put in the order of their UTF-8 bytes, as both warehouses do", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "é", "\uD7FF", "\uE000", "\uFFFD", "\u{10000}", "\u{1F600}"),
  });
  fc.assert(
    fc.property(text, text, (left, right) => {
      expect(Math.sign(byBytes(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
    }),
  );
});
