import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { findShortDays, recordWatch, watchFeed } from "../../../functions/1-ingest/watch-feeds.ts";
import { readStatus } from "../../../functions/operations/status/status-report.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import type { Platform } from "../../../shared/platform.ts";
import { FeedWatch, feedWatchName } from "../../../shared/work/feed-watch.ts";
import { readJson } from "../../../shared/work/json-object.ts";
import type { Manifest } from "../../../shared/work/manifest.ts";
import { memoryWorld } from "../../e2e/delivery/memory-world.ts";
import { put, sweepNow } from "../../e2e/delivery/world-at-work.ts";

const feed = loadFeeds().find(({ name }) => name === "transactions");
if (!feed) throw new Error("there is no contract for transactions");

const manifest = (fileDate: string, rows: number): Manifest => ({
  feed: "transactions",
  object: `transactions/${fileDate}.csv`,
  generation: "1",
  fileDate,
  contract: "c",
  size: 1,
  crc32c: "",
  parts: [],
  rejects: [],
  rows,
  rejected: 0,
  days: [fileDate],
  staleDays: [],
  retracted: false,
});

describe("a day's volume", () => {
  const mondays = ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"].map((date) => manifest(date, 100));

  it("is short when it is far below its own weekday, whatever other weekdays bring", () => {
    const sundays = ["2024-01-07", "2024-01-14", "2024-01-21", "2024-01-28"].map((date) =>
      manifest(date, 10),
    );
    expect(findShortDays(feed, [...mondays, ...sundays, manifest("2024-01-29", 20)])).toEqual([
      { fileDate: "2024-01-29", rows: 20, usual: 100 },
    ]);
  });

  it("counts all files of a day together", () => {
    expect(findShortDays(feed, [...mondays, manifest("2024-01-29", 20), manifest("2024-01-29", 60)])).toEqual(
      [],
    );
  });

  it("is never short before three such weekdays are known", () => {
    expect(findShortDays(feed, [...mondays.slice(0, 2), manifest("2024-01-15", 1)])).toEqual([]);
  });
});

it("a feed is late from the moment after its next file was due, counted by business days, or by file dates without any", () => {
  const daily = { ...feed, expects: { everyDays: 1, withinHours: 12, volumeDropPercent: undefined } };
  const at = (now: string, days: string[]) =>
    watchFeed(daily, [{ ...manifest("2024-01-09", 1), days }], new Date(now)).freshness;
  const due = "2024-01-10T12:00:00.000Z";
  expect(at(due, ["2024-01-07", "2024-01-08"])).toEqual({ newest: "2024-01-08", dueBy: due, late: false });
  expect(at("2024-01-10T12:00:00.001Z", ["2024-01-08"])?.late).toBe(true);
  expect(at(due, [])?.newest).toBe("2024-01-09");
});

describe("the sweep's record of what is overdue or short", () => {
  const lastFile = "2025-12-31";
  const watched = async () => {
    const lines: Record<string, unknown>[] = [];
    const { platform, ...world } = memoryWorld();
    const log: Platform["log"] = { ...platform.log, warn: (_, fields) => void lines.push({ ...fields }) };
    const logged: Platform = { ...platform, log };
    await ingest(logged)(await put({ platform, ...world }, lastFile));
    await sweepNow(logged);
    return { platform: logged, lines };
  };
  const sales = async (platform: Platform) => {
    const { feeds, watchedAt } = await readStatus(platform);
    return { watchedAt, ...feeds.find((each) => each.feed === "transactions")?.freshness };
  };

  it("says when the next file is due, and is read by status as of its sweep", async () => {
    const { platform } = await watched();

    expect(await sales(platform)).toEqual({
      // Writes of one name take seconds of this clock.
      watchedAt: expect.stringMatching(/^2026-01-01T00:00:\d\d/),
      newest: lastFile,
      dueBy: "2026-01-03T12:00:00.000Z",
      late: false,
    });
  });

  it("logs a feed once as overdue, however often it is swept", async () => {
    const { platform, lines } = await watched();
    expect(lines).toEqual([]);

    await platform.clock.sleep(4 * 86_400_000);
    expect(await sales(platform)).toMatchObject({ late: false });
    await sweepNow(platform);
    await sweepNow(platform);

    expect(await sales(platform)).toMatchObject({
      late: true,
      watchedAt: expect.stringMatching(/^2026-01-05T00:00:\d\d/),
    });
    expect(lines).toEqual([
      {
        counter: "feed_overdue",
        feed: "transactions",
        newest: lastFile,
        due_by: "2026-01-03T12:00:00.000Z",
      },
    ]);
  });

  it("is written when it changes, and once a day", async () => {
    const { platform } = await watched();
    const generation = async () => (await platform.state.stat(feedWatchName))?.generation;
    const first = await generation();

    await sweepNow(platform);
    expect(await generation()).toBe(first);
    await platform.clock.sleep(86_400_000);
    await sweepNow(platform);
    expect(await generation()).not.toBe(first);
  });

  it("replaces a damaged record, which must not stop a sweep", async () => {
    const { platform } = await watched();
    await platform.state.write(feedWatchName, "{");

    await sweepNow(platform);

    expect(await sales(platform)).toMatchObject({ newest: lastFile });
  });
});

it("a feed that is not watched now keeps its record, and one without a contract loses it", async () => {
  const { platform } = memoryWorld();
  const watched = { freshness: null, shortDays: [] };
  await recordWatch(platform, { transactions: watched, gone: watched });
  await recordWatch(platform, { fx_rates: watched });
  const record = await readJson(platform.state, feedWatchName, FeedWatch);
  expect(Object.keys(record?.value.feeds ?? {}).sort()).toEqual(["fx_rates", "transactions"]);
});
