import { describe, expect, it } from "vitest";
import { shortDaysOf } from "../../../functions/operations/status/volume.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import type { Manifest } from "../../../shared/work/manifest.ts";

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

  it("is remarked on when far below its own weekday, whatever other weekdays bring", () => {
    const sundays = ["2024-01-07", "2024-01-14", "2024-01-21", "2024-01-28"].map((date) =>
      manifest(date, 10),
    );
    expect(shortDaysOf(feed, [...mondays, ...sundays, manifest("2024-01-29", 20)])).toEqual([
      { fileDate: "2024-01-29", rows: 20, usual: 100 },
    ]);
  });

  it("counts all files of a day together", () => {
    expect(shortDaysOf(feed, [...mondays, manifest("2024-01-29", 20), manifest("2024-01-29", 60)])).toEqual(
      [],
    );
  });

  it("is not judged before three such weekdays are known", () => {
    expect(shortDaysOf(feed, [...mondays.slice(0, 2), manifest("2024-01-15", 1)])).toEqual([]);
  });
});
