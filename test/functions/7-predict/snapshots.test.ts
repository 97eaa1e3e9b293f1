import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CustomerAnswer } from "../../../functions/7-predict/api.ts";
import { predict } from "../../../functions/7-predict/predict.ts";
import { jsonLog, silentLog } from "../../../infra/entry/logger.ts";
import { type LocalBuckets, openBuckets } from "../../../infra/local/object-store.ts";
import type { HttpHandler } from "../../../shared/http.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { company as companySection } from "../../../shared/serving/sections/company.ts";
import { currentName } from "../../../shared/serving/snapshot-manifest.ts";
import { wholeSection } from "../../../shared/serving/write-parts.ts";
import { currentGeneration, writeSnapshot } from "../../../shared/serving/write-snapshot.ts";
import { textOf } from "../../ports/bytes.ts";
import { publishSpending } from "../../shared/serving/snapshot-contents.ts";

/** Enough for three shards. */
const customers = Array.from({ length: 3000 }, (_, index) => `C${String(index).padStart(5, "0")}`);
const folder = mkdtempSync(join(tmpdir(), "daybook-snapshots-"));
let buckets: LocalBuckets;
let stores = 0;

beforeAll(() => {
  buckets = openBuckets(folder);
});
afterAll(() => {
  buckets.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Every customer of it bought once, for so much. */
const publish = (serving: ObjectStore, id: string, amount: number) =>
  publishSpending(serving, id, new Map(customers.map((customer) => [customer, amount])));

/** predict over a bucket of its own, at a time that the test sets. */
const opened = (log = silentLog) => {
  const serving = buckets.bucket(`serving-${stores++}`);
  let ms = 0;
  const clock = { now: () => new Date(ms), sleep: async () => {} };
  const handle = predict({ serving, models: buckets.bucket("models"), clock, log }, new Map());
  const later = () => {
    ms += 10_000;
  };
  return { serving, handle, later };
};

const spentBy = async (handle: HttpHandler, customer = customers[0]): Promise<number> => {
  const { status, body } = await handle({ method: "GET", path: `/v1/customers/${customer}`, bytes: 0 });
  expect({ status, body }).toMatchObject({ status: 200 });
  return CustomerAnswer.parse(body).gross;
};

describe("before anything was published or trained", () => {
  it("every question is answered 503, with what is missing", async () => {
    const { handle } = opened();
    const contentType = "application/json";
    const body = '{"customer":"a"}';
    for (const question of [
      { method: "POST", path: "/v1/predict/spend", bytes: body.length, contentType, body },
      { method: "GET", path: "/v1/forecast", bytes: 0 },
    ])
      expect(await handle(question)).toMatchObject({ status: 503, contentType: "application/problem+json" });
    expect(await handle({ method: "GET", path: "/readyz", bytes: 0 })).toMatchObject({
      status: 503,
      body: { detail: expect.stringMatching(/published.*no model for .*trained/s) },
    });
    expect(await handle({ method: "GET", path: "/healthz", bytes: 0 })).toMatchObject({ status: 200 });
  });
});

describe("a snapshot from before a section existed", () => {
  it("answers 503 where the section is needed, and everything else as ever", async () => {
    const { serving, handle } = opened();
    const { id, schema, sections, ...facts } = await publishSpending(serving, "a", new Map());
    const replaces = await currentGeneration(serving);
    const company = { sales: [], countries: [], forecast: null, forecastMissing: "too few days" };
    await writeSnapshot(serving, "b", { replaces, facts, sections: [wholeSection(companySection, company)] });
    const get = async (path: string) => handle({ method: "GET", path, bytes: 0 });
    expect(await get("/v1/customers/a")).toMatchObject({
      status: 503,
      body: { detail: "snapshot b has no customers yet: the next publication brings them" },
    });
    expect(await get("/v1/forecast")).toMatchObject({ status: 503, body: { detail: "too few days" } });
    expect(await get("/v1/models")).toMatchObject({ status: 200 });
  });
});

describe("a snapshot that takes another's place", () => {
  it("answers without a restart, from the first question after it was looked for", async () => {
    const { serving, handle, later } = opened();
    await publish(serving, "a", 1);
    expect(await spentBy(handle)).toBe(1);
    await publish(serving, "b", 2);
    later();
    await expect.poll(() => spentBy(handle)).toBe(2);
  });

  it("does not reach into an answer that has begun, even where that still fetches", async () => {
    const { serving, handle, later } = opened();
    await publish(serving, "a", 1);
    await spentBy(handle);
    const begun = [...customers.slice(-3), ...customers.slice(1500, 1503)].map((customer) =>
      spentBy(handle, customer),
    );
    await publish(serving, "b", 2);
    later();
    expect(new Set(await Promise.all(begun))).toEqual(new Set([1]));
    await expect.poll(() => spentBy(handle, customers.at(-1))).toBe(2);
  });

  it.each([
    ["names another manifest", currentName, '"sha256":"', '"sha256":"00'],
    ["is cut short", "serving/b/manifest.json", "", undefined],
    ["lost its first customers", "serving/b/customers/000000.json", "", undefined],
    ["is of a later program", currentName, "daybook.serving/v1", "daybook.serving/v2"],
  ])("does not answer when it %s: the last good one does, and is counted", async (_, object, found, put) => {
    const lines: string[] = [];
    const { serving, handle, later } = opened(jsonLog((line) => lines.push(line)));
    await publish(serving, "a", 1);
    expect(await spentBy(handle)).toBe(1);
    await publish(serving, "b", 2);
    const text = await textOf(serving.read(object));
    await serving.write(object, put === undefined ? text.slice(0, -20) : text.replace(found, put));
    later();
    await spentBy(handle);
    await expect.poll(() => lines.join()).toContain("snapshot_stale");
    expect(await spentBy(handle)).toBe(1);
    await publish(serving, "c", 3);
    later();
    await expect.poll(() => spentBy(handle)).toBe(3);
  });

  it("takes over a question whose own snapshot was removed before its shard was fetched", async () => {
    const { serving, handle } = opened();
    await publish(serving, "a", 1);
    expect(await spentBy(handle)).toBe(1);
    for (const [place, id] of ["b", "c", "d", "e"].entries()) await publish(serving, id, place + 2);
    expect(await serving.list("serving/a/")).toEqual([]);
    expect(await spentBy(handle, customers.at(-1))).toBe(5);
  });
});
