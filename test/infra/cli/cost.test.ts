import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { estimate } from "../../../functions/operations/cost/estimate.ts";
import {
  bytesPerDay,
  heldIn,
  publication,
  rebuild,
  writtenShare,
} from "../../../functions/operations/cost/monthly-load.ts";
import { publicationTime } from "../../../functions/operations/cost/usage.ts";
import { readPrices } from "../../../shared/prices.ts";
import { daybook } from "./laptop-process.ts";

const prices = readPrices();
const shop = { filesPerDay: 100, megabytes: 10, rebuildsPerDay: 4, month: 1 };

it("Daybook costs about a dollar a month when idle, and less than 15 with 100 files of 10 MB a day, at list price", () => {
  const idle = estimate({ ...shop, filesPerDay: 0, rebuildsPerDay: 0 }, prices);
  const busy = estimate(shop, prices);
  expect(idle.total).toBeLessThan(1.1);
  expect(busy.total).toBeLessThan(15);
  // As the README says.
  const readme = readFileSync("README.md", "utf8").replace(/\s+/g, " ");
  expect(readme).toContain(
    `standing still ${idle.total.toFixed(2)} dollars at list price and ${idle.totalAfterFree.toFixed(2)} after the free tier, with that much ${busy.total.toFixed(0)} and ${busy.totalAfterFree.toFixed(0)},`,
  );
});

it("a rebuild after a year reads as much as in the first month, and the list of customers", () => {
  const bytes = (month: number) => rebuild({ ...shop, month }, heldIn({ ...shop, month })).bytes;
  const held = heldIn({ ...shop, month: 13 });
  expect(held.bytes / heldIn(shop).bytes).toBe(25);
  expect(bytes(13) - bytes(1)).toBeLessThan(0.03 * held.bytes);
});

it("says when a publication takes several runs of its function, and only then", async () => {
  expect(estimate(shop, prices).publication.runs).toBe(1);
  const much = await daybook("cost", "--files-per-day", "100", "--month", "13");
  expect(much.stdout).toMatch(/a publication takes about \d+ minutes, in \d+ runs of its function/);
  const little = await daybook("cost", "--files-per-day", "10", "--mb", "2", "--month", "13");
  expect(little.stdout).not.toContain("a publication takes");
  // Some hundred thousand customers fit into one run.
  const years = Array.from({ length: 60 }, (_, month) => ({ ...shop, megabytes: 1, month: month + 1 }));
  const last = years.findLast((load) => publicationTime(load).runs === 1);
  const customers = heldIn(last ?? shop).customers;
  expect(customers).toBeGreaterThan(400_000);
  expect(customers).toBeLessThan(1_500_000);
});

it("a publication writes the shards of the changed day's customers, and keeps the others", () => {
  const load = { ...shop, megabytes: 1, month: 24 };
  const held = heldIn(load);
  const share = writtenShare(load, held);
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThanOrEqual(1);
  // Each of a few customers is in a shard of its own, and many leave none unchanged.
  const few = { ...load, filesPerDay: 1, rebuildsPerDay: 1 };
  const customers = (bytesPerDay(few) * 0.053) / 132;
  expect(writtenShare(few, held) * held.shards).toBeCloseTo(customers, -2);
  expect(publication(load, held).writes).toBeLessThan(20 + held.shards + held.slices + held.shards / 100);
});

it("counts with the prices of the region that is named, and says which were not looked up", async () => {
  const london = await daybook("--region", "europe-west2", "cost", "--files-per-day", "100");
  expect(london.stdout).toContain("(europe-west2, USD, list prices of");
  expect(london.stdout).toContain("The prices of bigquery, artifact_registry are those of us-central1");
  const usual = estimate(shop, prices);
  const dearer = estimate(shop, readPrices(undefined, "europe-west2"));
  const line = (of: typeof usual, what: string) => of.lines.find((each) => each.what === what)?.cost ?? 0;
  expect(line(dearer, "cloud_run.cpu_second") / line(usual, "cloud_run.cpu_second")).toBeCloseTo(1.4, 10);
  expect(line(dearer, "bigquery.query_tib")).toBe(line(usual, "bigquery.query_tib"));
  expect(readPrices(undefined, "us-central1").fromElsewhere.services).toEqual([]);
});

it("an estimate's lines add up, with the free tier and without", () => {
  const { lines, total, totalAfterFree } = estimate(shop, prices);
  const sum = (of: "cost" | "afterFree") => lines.reduce((all, line) => all + line[of], 0);
  expect(sum("cost")).toBeCloseTo(total, 10);
  expect(sum("afterFree")).toBeCloseTo(totalAfterFree, 10);
  for (const { cost, afterFree, what } of lines) {
    expect(afterFree, what).toBeLessThanOrEqual(cost);
    expect(cost, what).toBeGreaterThan(0);
  }
});

it("more files, more rebuilds and more months cost more, never less", () => {
  const total = (change: Partial<typeof shop>) => estimate({ ...shop, ...change }, prices).total;
  expect(total({ filesPerDay: 200 })).toBeGreaterThan(total({}));
  expect(total({ rebuildsPerDay: 8 })).toBeGreaterThan(total({}));
  expect(total({ month: 2 })).toBeGreaterThan(total({}));
  const rare = { ...shop, rarePrices: true };
  expect(estimate(rare, prices).total).toBeGreaterThan(total({}));
});

it("every priced service says where its prices were read, and when", () => {
  expect(Object.keys(prices.sources).sort()).toEqual(Object.keys(prices.prices).sort());
});

it("`daybook cost` prints each line, and the same figures as JSON", async () => {
  const words = await daybook("cost", "--files-per-day", "100", "--mb", "10");
  const json = await daybook("--json", "cost", "--files-per-day", "100", "--mb", "10");
  const answer = JSON.parse(json.stdout) as ReturnType<typeof estimate>;
  for (const { what, cost } of answer.lines)
    expect(words.stdout).toMatch(new RegExp(`${what.replace(".", "\\.")} .* ${cost.toFixed(2)} `));
  expect(words.stdout).toContain(answer.total.toFixed(2));
});

it("`daybook cost` refuses a month below 1", async () => {
  const { code, stderr } = await daybook("cost", "--files-per-day", "5", "--month", "0");
  expect(code).toBe(2);
  expect(stderr).toContain("must be at least 1");
});
