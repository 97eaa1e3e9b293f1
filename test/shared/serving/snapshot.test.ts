import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { systemClock } from "../../../infra/clock.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { openBuckets } from "../../../infra/local/object-store.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { byBytes } from "../../../shared/serving/id-order.ts";
import { SectionMissing, snapshotReader } from "../../../shared/serving/read-snapshot.ts";
import type { ShardedSection, WholeSection } from "../../../shared/serving/section.ts";
import { company } from "../../../shared/serving/sections/company.ts";
import { customers } from "../../../shared/serving/sections/customers.ts";
import {
  allParts,
  currentName,
  entryCount,
  manifestName,
  shardsOf,
} from "../../../shared/serving/snapshot-manifest.ts";
import { shardedSection, wholeSection } from "../../../shared/serving/write-parts.ts";
import { currentGeneration, writeSnapshot } from "../../../shared/serving/write-snapshot.ts";
import { sha256Of } from "../../../shared/sha256.ts";
import { textOf } from "../../ports/bytes.ts";
import { manifestIn, publishSpending, readerOf, spent } from "./snapshot-contents.ts";

const root = mkdtempSync(join(tmpdir(), "daybook-serving-"));
const buckets = openBuckets(root, systemClock);
let stores = 0;
const newBucket = (): ObjectStore => buckets.bucket(`serving-${stores++}`);
afterAll(() => {
  buckets.close();
  rmSync(root, { recursive: true, force: true });
});

const tools = { clock: systemClock, log: silentLog, freshMs: 0 };
const names = async (serving: ObjectStore, prefix = "serving/") =>
  (await serving.list(prefix)).map(({ name }) => name);

const many = new Map(
  Array.from({ length: 6000 }, (_, index) => [`C${String(index).padStart(5, "0")}`, index]),
);

describe("a snapshot's shards", () => {
  it.each([
    ["numbers of different lengths", Array.from({ length: 1500 }, (_, index) => String(index + 1))],
    ["words that objects mean something by", ["__proto__", "constructor", "toString", "7", "07"]],
    ["words beyond the basic plane", ["\u{1F600}", "\uFFFD", "é", "z", "12", "3"]],
  ])("find every customer whose ids are %s", async (_, ids) => {
    const serving = newBucket();
    await publishSpending(serving, "one", new Map(ids.map((id, index) => [id, index])));
    const snapshot = (await readerOf(serving, tools).current())?.value;
    expect(snapshot && entryCount(snapshot.manifest, customers.name)).toBe(ids.length);
    for (const [index, id] of ids.entries())
      expect(await snapshot?.find(customers, id), id).toEqual(spent(index));
  });
});

describe("a part that does not change", () => {
  it("is not written again: the next snapshot refers to it", async () => {
    const serving = newBucket();
    const one = await publishSpending(serving, "one", many);
    const two = await publishSpending(serving, "two", new Map([...many, ["C03000", -1]]), one);
    expect(shardsOf(one, customers.name).length).toBeGreaterThan(6);
    const written = await names(serving, "serving/two/");
    expect(written).toEqual([expect.stringMatching(/two\/customers\/\d+\.json/), manifestName("two")]);
    const snapshot = (await readerOf(serving, tools).current())?.value;
    for (const [id, net] of [
      ["C00000", 0],
      ["C03000", -1],
      ["C05999", 5999],
    ] as const)
      expect(await snapshot?.find(customers, id)).toEqual(spent(net));
    const same = await publishSpending(serving, "three", new Map([...many, ["C03000", -1]]), two);
    expect(await names(serving, "serving/three/")).toEqual([manifestName("three")]);
    expect(same.sections).toEqual(two.sections);
  });

  it("is written again if its object was replaced or removed since", async () => {
    const serving = newBucket();
    const one = await publishSpending(serving, "one", many);
    const [first, second] = shardsOf(one, customers.name);
    await serving.write(first?.object ?? "", "{}");
    await serving.remove(second?.object ?? "");
    await publishSpending(serving, "two", many, one);
    expect(await names(serving, "serving/two/")).toHaveLength(3);
    const snapshot = (await readerOf(serving, tools).current())?.value;
    for (const [id, net] of many) expect((await snapshot?.find(customers, id))?.days[0]?.[7]).toBe(net);
  });

  it("stays as long as a kept snapshot refers to it, and goes with the last that does", async () => {
    const serving = newBucket();
    let base = await publishSpending(serving, "s00", many);
    for (let step = 1; step < 12; step++) {
      const id = `s${String(step).padStart(2, "0")}`;
      base = await publishSpending(serving, id, new Map([...many, [`C0${step % 6}500`, -step]]), base);
    }
    const kept = await names(serving);
    const manifests = kept.filter((name) => name.endsWith("/manifest.json"));
    expect(manifests).toEqual(["s09", "s10", "s11"].map(manifestName));
    const needed = new Set([currentName, ...manifests]);
    for (const name of manifests) {
      const { sections } = JSON.parse(await textOf(serving.read(name)));
      for (const { object } of allParts({ ...base, sections })) needed.add(object);
    }
    expect(kept).toEqual([...needed].toSorted());
    expect(kept.some((name) => name.startsWith("serving/s00/"))).toBe(true);
  });
});

it("what a publication has begun to write stays while it is new, and goes when it never ends", async () => {
  const serving = newBucket();
  await publishSpending(serving, "a", many);
  await serving.write("serving/begun/customers/000000.json", "{}");
  await publishSpending(serving, "b", many);
  await publishSpending(serving, "c", many);
  expect(await names(serving, "serving/begun/")).toHaveLength(1);
  await publishSpending(serving, "d", many);
  expect(await names(serving, "serving/begun/")).toEqual([]);
});

describe("a snapshot of another version", () => {
  const recorded = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync("test/shared/serving/snapshot-v1.json", "utf8")));

  it("answers if it is an older one, and is replaced by the next publication", async () => {
    const serving = newBucket();
    for (const [name, text] of Object.entries(recorded)) await serving.write(name, text);
    const reader = readerOf(serving, tools);
    const old = (await reader.current())?.value;
    expect(old?.section(company).sales.at(-1)).toEqual(["2024-10-05", 57, 3]);
    expect(await old?.find(customers, "10")).toMatchObject({ age: 41, joined: "2023-05-06" });
    expect((await old?.find(customers, "é"))?.days).toHaveLength(2);
    expect(old && entryCount(old.manifest, customers.name)).toBe(3);

    await publishSpending(serving, "new", many, old?.manifest);
    const now = (await reader.newest())?.value;
    expect(now?.manifest).toMatchObject({ schema: "daybook.snapshot/v2", id: "new" });
    expect(await now?.find(customers, "C00001")).toEqual(spent(1));
    // For processes that still read it.
    expect(await names(serving, "serving/made-by-version-1/")).toHaveLength(3);
  });

  it("answers if a newer version has only added fields, as after a rollback", async () => {
    const serving = newBucket();
    await publishSpending(serving, "good", many);
    const manifest = JSON.parse(await textOf(serving.read(manifestName("good"))));
    const text = JSON.stringify({ ...manifest, addedLater: { by: "the next version" } });
    await serving.write(manifestName("good"), text);
    const current = JSON.parse(await textOf(serving.read(currentName)));
    await serving.write(currentName, JSON.stringify({ ...current, sha256: sha256Of(text), addedLater: 1 }));
    const now = await readerOf(serving, tools).current();
    expect(now?.stale).toBeUndefined();
    expect(await now?.value.find(customers, "C00001")).toEqual(spent(1));
  });

  it("does not answer if it is a newer one: the last good one does and says so, and no part is removed", async () => {
    const serving = newBucket();
    await publishSpending(serving, "good", many);
    const reader = readerOf(serving, tools);
    await reader.current();
    const text = (await textOf(serving.read(manifestName("good")))).replace("snapshot/v2", "snapshot/v99");
    await serving.write(manifestName("newer"), text);
    const current = JSON.parse(await textOf(serving.read(currentName)));
    const newer = { ...current, id: "newer", manifest: manifestName("newer"), sha256: sha256Of(text) };
    await serving.write(currentName, JSON.stringify(newer));
    expect(await reader.newest()).toMatchObject({
      value: { manifest: { id: "good" } },
      stale: expect.stringMatching(/newer\/manifest.json is of another version/),
    });
    const before = await names(serving);
    await publishSpending(serving, "next", many);
    expect(await names(serving)).toEqual(expect.arrayContaining(before));
  });
});

describe("a section that comes later", () => {
  const Kpis = z.strictObject({ net: z.number() });
  const kpis: WholeSection<z.infer<typeof Kpis>> = { name: "kpis", content: Kpis };
  const accounts: ShardedSection<string> = { name: "accounts", entry: z.string(), rows: () => 1 };
  const read = { whole: [company, kpis], sharded: [customers, accounts] };

  it("is missing by name in a snapshot from before it, whose other sections answer", async () => {
    const serving = newBucket();
    await publishSpending(serving, "before", new Map([["a", 1]]));
    const snapshot = (await snapshotReader(serving, tools, read).current())?.value;
    expect(() => snapshot?.section(kpis)).toThrow(SectionMissing);
    expect(() => snapshot?.find(accounts, "A1")).toThrow("snapshot before has no accounts yet");
    expect(await snapshot?.find(customers, "a")).toEqual(spent(1));
  });

  it("is read by its own schema, beside sections that a reader does not know", async () => {
    const serving = newBucket();
    const { firstDay, asOf, currency, timeZone, created } = await publishSpending(serving, "a", new Map());
    await writeSnapshot(serving, "b", {
      replaces: await currentGeneration(serving),
      facts: { firstDay, asOf, currency, timeZone, created },
      sections: [
        wholeSection(kpis, { net: 12 }),
        shardedSection(
          accounts,
          (async function* () {
            yield ["A1", "late"] as const;
          })(),
        ),
      ],
    });
    const reads = { whole: [kpis], sharded: [accounts] };
    const snapshot = (await snapshotReader(serving, tools, reads).current())?.value;
    expect(snapshot?.section(kpis).net).toBe(12);
    expect(await snapshot?.find(accounts, "A1")).toBe("late");
    expect(Object.keys((await manifestIn(serving))?.sections ?? {})).toEqual(["kpis", "accounts"]);
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
