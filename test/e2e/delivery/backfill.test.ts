import { beforeAll, describe, expect, it } from "vitest";
import { clean } from "../../../functions/2-clean/clean.ts";
import { aggregate } from "../../../functions/3-aggregate/aggregate.ts";
import { backfill, readBackfill } from "../../../functions/operations/backfill/backfill.ts";
import { assertFits, operationsPerFile, planBackfill } from "../../../functions/operations/backfill/plan.ts";
import { listPrefix } from "../../../infra/cli/backfill-files.ts";
import { estimatedLoadJobs, planLoad } from "../../../infra/gcp/bigquery-loads.ts";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import { wake } from "../../../shared/events.ts";
import type { LoadJob } from "../../../shared/ports.ts";
import { readPrices } from "../../../shared/prices.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { type MemoryWorld, memoryWorld } from "./memory-world.ts";

const header = "invoice_no,stock_code,quantity,invoice_date\n";

const dayFrom = (first: string, day: number): string =>
  new Date(Date.parse(first) + day * 86_400_000).toISOString().slice(0, 10);

const feedNamed = (name: string): Feed => {
  const feed = loadFeeds().find((each) => each.name === name);
  if (!feed) throw new Error(`there is no feed ${name}`);
  return feed;
};

/** Files of so many days from a first one, in the bucket. */
const landDays = async (
  { platform }: MemoryWorld,
  first: string,
  days: number,
  copies = 1,
): Promise<void> => {
  for (let day = 0; day < days; day++) {
    const date = dayFrom(first, day);
    for (let copy = 0; copy < copies; copy++)
      await platform.landing.write(
        `transactions/${date}${copies > 1 ? `-${copy}` : ""}.csv`,
        `${header}A${day}-${copy},P1,1,${date}T10:00:00\n`,
      );
  }
};

/** As the functions of a deployment do once the wakes arrive. */
const rest = async ({ platform }: MemoryWorld): Promise<void> => {
  await clean(platform)(wake("clean"));
  await aggregate(platform)(wake("aggregate"));
};

const run = async (world: MemoryWorld, prefix: string, options: { rate?: number; dieAt?: number } = {}) => {
  const { name, files } = await listPrefix(world.platform, prefix);
  return backfill(
    { platform: world.platform, settle: () => rest(world) },
    {
      source: name,
      files,
      filesPerSecond: options.rate ?? 1000,
      onFile: (done) => {
        if (done === options.dieAt) throw new Error("killed");
      },
    },
  );
};

/** What the BigQuery adapter makes of the loads that the port saw. */
const bigQueryJobs = (loads: readonly LoadJob[]) => {
  const steps = loads.flatMap((job) =>
    planLoad(job, { projectId: "p", datasetPrefix: "", stagingBucket: "s" })
      .flat()
      .map(({ work }) => ({ table: job.table, isLoad: "load" in work })),
  );
  return {
    loads: steps.filter(({ isLoad }) => isLoad).length,
    statements: steps.filter(({ isLoad }) => !isLoad).length,
  };
};

describe("ten years of daily files", { timeout: 600_000 }, () => {
  const world = memoryWorld();
  beforeAll(async () => {
    await landDays(world, "2015-01-01", 3650);
  }, 600_000);

  it("case 18: 3,650-day backfill → bulk lane, < 20 jobs, under every quota in the fake.", async () => {
    const before = { ...world.operations };
    const plan = planBackfill(
      (await listPrefix(world.platform, "transactions/")).files,
      50,
      readPrices(),
      estimatedLoadJobs,
    );
    expect(await run(world, "transactions/")).toEqual({ files: 3650, alreadyDone: 0, failed: [] });
    const { loads, runs, queries } = world.jobs;
    // At the port: two loads in each of two rounds, none for an empty set of partitions, none twice.
    expect(loads.map(({ table, replace }) => [table, replace.length])).toEqual([
      ["raw.transactions", 3000],
      ["raw.rejects", 3000],
      ["raw.transactions", 650],
      ["raw.rejects", 650],
    ]);
    expect(new Set(loads.flatMap(({ objects }) => objects)).size).toBe(3650);
    const jobs = bigQueryJobs(loads);
    expect(jobs.loads).toBeLessThan(20);
    expect(jobs.loads + jobs.statements + runs.length + queries).toBeLessThan(40);
    // What the plan said is at least what happened.
    expect(plan.jobs.load).toBeGreaterThanOrEqual(jobs.loads);
    expect(plan.jobs.query).toBeGreaterThanOrEqual(jobs.statements + runs.length + queries);
    expect(plan.quotas.filter(({ used, limit }) => used > limit)).toEqual([]);
    expect(Math.max(...loads.map(({ replace }) => replace.length))).toBeLessThan(4000);
    expect(world.operations.classA - before.classA).toBeLessThan(3650 * operationsPerFile.classA);
    expect(world.operations.classB - before.classB).toBeLessThan(3650 * operationsPerFile.classB);
    expect(await dirtySetIn(world.platform.state).count("clean")).toBe(0);
    console.log(
      `3,650-day backfill: ${jobs.loads} load jobs, ${jobs.statements + runs.length} statements, ${queries} questions; per file ${((world.operations.classA - before.classA) / 3650).toFixed(1)} class A and ${((world.operations.classB - before.classB) / 3650).toFixed(1)} class B operations`,
    );
  });

  it("is done once: the same command again reads nothing and starts no job", async () => {
    const before = { loads: world.jobs.loads.length, runs: world.jobs.runs.length };
    expect(await run(world, "transactions/")).toMatchObject({ alreadyDone: 3650, failed: [] });
    expect({ loads: world.jobs.loads.length, runs: world.jobs.runs.length }).toEqual(before);
  });
});

describe("more days than ten thousand", { timeout: 600_000 }, () => {
  it("come to their end, 6,000 each of two feeds, under every limit of the model", async () => {
    const world = memoryWorld();
    await landDays(world, "2009-01-01", 6000);
    for (let day = 0; day < 6000; day++) {
      const date = dayFrom("2009-01-01", day);
      await world.platform.landing.write(
        `fx_rates/${date}.csv`,
        `date,currency,rate_to_base\n${date},EUR,0.8\n`,
      );
    }
    const started = performance.now();
    for (const prefix of ["transactions/", "fx_rates/"])
      expect(await run(world, prefix, { rate: 1000 })).toMatchObject({ files: 6000, failed: [] });
    const { loads, runs, queries } = world.jobs;
    for (const stage of ["clean", "aggregate"])
      expect(await dirtySetIn(world.platform.state).count(stage)).toBe(0);
    expect(new Set(loads.flatMap(({ objects }) => objects)).size).toBe(12_000);
    console.log(
      `12,000 days: ${loads.length} loads, ${runs.length} statements, ${queries} questions at the port; ${Math.round((performance.now() - started) / 1000)} s`,
    );
  });

  it("of one feed are refused by the limit that they break: 27 years fit", async () => {
    const feed = feedNamed("transactions");
    const files = Array.from({ length: 12_000 }, (_, day) => ({
      object: `transactions/${dayFrom("1990-01-01", day)}.csv`,
      size: 1,
      feed,
      fileDate: dayFrom("1990-01-01", day),
      put: async () => ({ generation: "1" }),
    }));
    const plan = planBackfill(files, 50, readPrices(), estimatedLoadJobs);
    expect(() => assertFits(plan)).toThrow(
      "12,000 partitions of one table, and BigQuery takes 10,000 at most: leave out the oldest days",
    );
    assertFits(planBackfill(files.slice(2000), 50, readPrices(), estimatedLoadJobs));
  });
});

describe("a backfill", () => {
  it("that was killed goes on where it stopped, and says how far it had come", async () => {
    const world = memoryWorld();
    await landDays(world, "2020-01-01", 100);
    await expect(run(world, "transactions/", { dieAt: 60, rate: 10 })).rejects.toThrow("killed");
    const { source, done, finished } = (await readBackfill(world.platform, "prefix transactions/")) ?? {};
    expect({ source, finished }).toEqual({ source: "prefix transactions/", finished: false });
    expect(done).toBeGreaterThan(20);
    expect(await run(world, "transactions/")).toEqual({ files: 100, alreadyDone: 60, failed: [] });
    expect(await readBackfill(world.platform, "prefix transactions/")).toMatchObject({
      done: 100,
      finished: true,
    });
    expect(new Set(world.jobs.loads.flatMap(({ objects }) => objects)).size).toBe(100);
  });

  it("keeps to its rate, and wakes the next stage once", async () => {
    const world = memoryWorld();
    await landDays(world, "2020-01-01", 41);
    const start = world.platform.clock.now().getTime();
    await run(world, "transactions/", { rate: 10 });
    expect(world.platform.clock.now().getTime() - start).toBeGreaterThanOrEqual(4000);
    expect(world.published.filter((topic) => topic === "daybook-clean")).toHaveLength(1);
  });

  it("goes on past a file that is refused, and names it", async () => {
    const world = memoryWorld();
    await landDays(world, "2020-01-01", 3);
    await world.platform.landing.write("transactions/2020-01-02.csv", "nothing,of,use\n1,2,3\n");
    const { failed } = await run(world, "transactions/");
    expect(failed).toMatchObject([
      { object: "transactions/2020-01-02.csv", reason: expect.stringContaining("REJECTED") },
    ]);
    expect(world.jobs.loads[0]?.replace).toEqual(["2020-01-01", "2020-01-03"]);
  });

  it("shows the quotas it would break, and prices from the list", async () => {
    const world = memoryWorld();
    await landDays(world, "2020-01-01", 40);
    const { files } = await listPrefix(world.platform, "transactions/2020-01");
    const plan = planBackfill(files, 10, readPrices(), estimatedLoadJobs);
    expect(plan).toMatchObject({
      files: 31,
      partitions: 31,
      firstDate: "2020-01-01",
      lastDate: "2020-01-31",
      rounds: 1,
      atLeastSeconds: 3.1,
      // Few partitions are loaded one by one: each table's own, and its rejects'.
      jobs: { load: 62 },
    });
    expect(plan.cost.lines.map(({ what }) => what)).toContain("storage.class_a_10k");
    expect(plan.cost.total).toBeCloseTo(plan.cost.lines.reduce((total, { cost }) => total + cost, 0));
  });
});
