import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { randomIds } from "../../infra/ids.ts";
import type { Platform } from "../../shared/platform.ts";
import { columnNameRules, tableRules } from "../google/bigquery-names.ts";
import { refusals } from "../google/rule.ts";
import { bucketNameRules } from "../google/storage.ts";
import { openFake } from "../infra/gcp/open-fake.ts";
import { temporaryTables } from "./open-questions.ts";
import { type Clients, createPlace, type Place, plannedPlace, removePlace } from "./place.ts";
import { removedAfter } from "./removed-after.ts";
import { askAll, suspicions } from "./suspicions.ts";

// The smoke test itself needs a real project. What it asks Google for, and that it cleans up, is seen without one.

const missing = () => Object.assign(new Error("Not found"), { code: 404 });

/** Storage and BigQuery as far as things are made and removed in them. Fails at the n-th thing that is to be made. */
const fakeClients = (failAt = Number.POSITIVE_INFINITY) => {
  const buckets = new Map<string, object>();
  const datasets = new Map<string, Map<string, object>>();
  let made = 0;
  const make = (work: () => void) => {
    made++;
    if (made === failAt) throw new Error("Google is out of order");
    work();
  };
  const clients: Clients = {
    storage: {
      createBucket: async (name, settings) => make(() => buckets.set(name, settings)),
      bucket: (name) => ({
        deleteFiles: async () => {
          if (!buckets.has(name)) throw missing();
        },
        delete: async () => buckets.delete(name),
      }),
    },
    bigQuery: {
      createDataset: async (name) => make(() => datasets.set(name, new Map())),
      dataset: (name) => ({
        createTable: async (table, settings) => make(() => datasets.get(name)?.set(table, settings)),
        async delete() {
          if (!datasets.delete(name)) throw missing();
        },
      }),
    },
  };
  return { clients, buckets, datasets, left: () => buckets.size + datasets.size };
};

const place = (): Place => plannedPlace("some-project", "EU");
const defined = JSON.parse(readFileSync("terraform/tables.json", "utf8"));

afterEach(() => void vi.restoreAllMocks());
const quiet = (): void => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  vi.spyOn(console, "error").mockImplementation(() => {});
};

describe("a throw-away place", () => {
  it("has the tables that Terraform defines, with their partitions and filters, and Google takes them", async () => {
    const { clients, datasets, buckets } = fakeClients();
    const where = place();
    await createPlace(where, clients);
    const made = [...datasets].flatMap(([dataset, tables]) =>
      [...tables].map(
        ([table, settings]) => [`${dataset.slice(where.datasetPrefix.length)}.${table}`, settings] as const,
      ),
    );
    expect(made.map(([name]) => name).sort()).toEqual(Object.keys(defined).sort());
    expect(Object.fromEntries(made)["raw.transactions"]).toMatchObject({
      requirePartitionFilter: true,
      timePartitioning: { type: "DAY", field: "_source_date" },
      schema: { fields: defined["raw.transactions"].columns },
    });
    for (const [, table] of Object.entries<{ columns: { name: string; type: string }[] }>(defined)) {
      expect(refusals(tableRules, table)).toEqual([]);
      expect(table.columns.flatMap(({ name }) => refusals(columnNameRules, name))).toEqual([]);
    }
    expect([...buckets.keys()].flatMap((name) => refusals(bucketNameRules, name))).toEqual([]);
  });

  it.each([1, 3, 6, 9, 12])("is gone after a failure at the thing number %i", async (failAt) => {
    quiet();
    const { clients, left } = fakeClients(failAt);
    const where = place();
    const work = async () => {
      await createPlace(where, clients);
      return 0;
    };
    expect(await removedAfter(work, () => removePlace(where, clients))).toBe(1);
    expect(left()).toBe(0);
  });

  it("is gone after the work, and what cannot be removed is named and fails the run", async () => {
    quiet();
    const { clients, left } = fakeClients();
    const where = place();
    const work = async () => {
      await createPlace(where, clients);
      return 0;
    };
    expect(await removedAfter(work, () => removePlace(where, clients))).toBe(0);
    expect(left()).toBe(0);
    const stuck: Clients = {
      ...clients,
      bigQuery: {
        ...clients.bigQuery,
        dataset: () => ({ createTable: async () => {}, delete: () => Promise.reject(new Error("in use")) }),
      },
    };
    expect(
      await removedAfter(
        async () => 0,
        () => removePlace(where, stuck),
      ),
    ).toBe(1);
    expect(await removePlace(where, stuck)).toContain(`dataset ${where.datasets[0]}: in use`);
  });
});

describe("what is suspected of Google", () => {
  it("is asked, or says why it cannot be and what makes it safe", () => {
    expect(suspicions.length).toBeGreaterThanOrEqual(9);
    for (const { title, ask, safeBy } of suspicions) expect(ask ?? safeBy, title).toBeDefined();
  });

  it("has a verdict for each, and a question that fails does not end the others", async () => {
    const said: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
    vi.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
    const failures = await askAll(
      [
        { title: "one", ask: () => Promise.reject(new Error("no: 2 instead of 1")) },
        { title: "two", ask: async () => "yes" },
        { title: "three", safeBy: "A grant." },
      ],
      {} as Platform,
      place(),
    );
    expect(failures).toBe(1);
    expect(said).toEqual(["one: no: 2 instead of 1", "two: yes", "three: not asked. A grant."]);
  });

  it("is asked in words that the fake understands", async () => {
    const { warehouse } = await openFake();
    await warehouse.define("create schema if not exists raw");
    expect(await temporaryTables({ warehouse, ids: randomIds } as Platform, place())).toBe("yes");
  });
});
