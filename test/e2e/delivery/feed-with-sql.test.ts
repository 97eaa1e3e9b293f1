import { expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { aggregate } from "../../../functions/3-aggregate/aggregate.ts";
import { wake } from "../../../shared/events.ts";
import type { Platform } from "../../../shared/platform.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { footfall } from "./footfall.ts";
import { memoryWorld } from "./memory-world.ts";
import { cleanNow, put } from "./world-at-work.ts";

const day = "2024-01-05";

/** One file of footfall, and one of sales, are cleaned. */
const cleaned = async ({ hasDays, withSales }: { hasDays: boolean; withSales: boolean }) => {
  const world = memoryWorld();
  const platform: Platform = { ...world.platform, feeds: [...world.platform.feeds, footfall(hasDays)] };
  const name = `footfall/${day}.csv`;
  const { generation } = await platform.landing.write(name, `day,visitors\n${day},1\n`);
  await ingest(platform)({ bucket: platform.landingName, name, generation });
  if (withSales) await ingest(platform)(await put(world, "2024-02-01"));
  await cleanNow(platform);
  return { ...world, platform };
};

const waiting = async ({ state }: Platform, stage: "aggregate" | "analyze") =>
  (await dirtySetIn(state).list(stage)).map(({ feed, fileDate, days }) => ({ feed, fileDate, days }));

it("a feed with SQL of its own wakes aggregate and analyze with its name and the day that changed", async () => {
  const { platform, published, jobs } = await cleaned({ hasDays: true, withSales: false });
  const token = { feed: "footfall", fileDate: day, days: [day] };
  expect(await waiting(platform, "aggregate")).toEqual([token]);
  expect(published).toContain("daybook-aggregate");

  const rebuilds = jobs.runs.length;
  await aggregate(platform)(wake("aggregate"));
  expect(await waiting(platform, "analyze")).toEqual([token]);
  expect(published).toContain("daybook-analyze");
  // No metric reads the feed.
  expect(jobs.runs.length).toBe(rebuilds);
});

it("a feed with SQL of its own is rebuilt in a transaction apart from sales, and both go on", async () => {
  const { platform, jobs } = await cleaned({ hasDays: true, withSales: true });
  const [sales, own] = jobs.runs;
  expect(sales?.script).toContain("insert into clean.lines");
  expect(own?.id).toBe(`${sales?.id}-footfall`);
  expect(own?.params).toMatchObject({ days: { value: [day] }, file_dates: { value: [day] } });

  await aggregate(platform)(wake("aggregate"));
  expect((await waiting(platform, "analyze")).map(({ feed, days }) => [feed, days])).toEqual([
    ["footfall", [day]],
    ["transactions", ["2024-02-01"]],
  ]);
});

it("a feed without business dates goes on as a whole: its SQL is told the files that changed, and no day", async () => {
  const { platform, jobs } = await cleaned({ hasDays: false, withSales: false });
  expect(jobs.runs.at(-1)?.params).toMatchObject({ days: { value: [] }, file_dates: { value: [day] } });
  expect(await waiting(platform, "aggregate")).toEqual([{ feed: "footfall", fileDate: day, days: [] }]);
});

it("a feed that no metric reads counts for no rebuilt day", async () => {
  const { platform } = await cleaned({ hasDays: true, withSales: true });
  expect(await aggregate(platform)(wake("aggregate"))).toEqual({ days: 1 });
});
