import { expect, it } from "vitest";
import type { FeedStatus, StatusReport } from "../../../functions/operations/status/status-report.ts";
import { statusText } from "../../../infra/cli/text/status.ts";

const sales: FeedStatus = {
  feed: "transactions",
  files: 30,
  states: { LOADED: 30 },
  newestFileDate: "2024-01-29",
  newestDay: "2024-01-29",
  rows: 3000,
  quarantined: 0,
  freshness: { newest: "2024-01-29", dueBy: "2024-01-31T12:00:00.000Z", late: true },
  overdue: true,
  shortDays: [{ fileDate: "2024-01-29", rows: 20, usual: 100 }],
};
const report: StatusReport = {
  feeds: [sales],
  watchedAt: "2024-02-01T08:15:00.000Z",
  waiting: { clean: 0, aggregate: 0 },
  unfinished: [],
  rejected: [],
  held: [],
  unreadable: [],
  recent: [],
  parked: [],
  openErasures: [],
  ignored: [],
};
const text = (change: Partial<StatusReport>) =>
  statusText({ ...report, ...change }, { quarantine: [], sample: [], sales: [] });

it("the status says what is late or short, and when the sweep looked", () => {
  expect(text({})).toContain(
    [
      "Late: transactions ends on 2024-01-29; the next file was due by 2024-01-31 12:00 UTC",
      "Short: transactions of 2024-01-29 has 20 rows; its weekday usually has 100",
      "(as of the sweep at 2024-02-01 08:15 UTC)",
    ].join("\n"),
  );
});

it("the status says nothing of the sweep where nothing is late or short", () => {
  const quiet = { ...sales, freshness: null, overdue: false, shortDays: [] };

  expect(text({ feeds: [quiet] })).not.toContain("sweep");
});

it("the status is never calm while something is overdue, short, unreadable, parked, held or refused", () => {
  const since = "2024-02-01T08:15:00.000Z";
  const entry = { feed: "transactions", object: "a.csv", generation: "1", attempts: 1, at: since };
  const troubled = text({
    held: [{ ...entry, state: "HELD", fileDate: "2024-01-29", reason: "40 % less" }],
    unreadable: [{ name: "mine", reason: "it may not be read", since }],
    parked: [{ stage: "clean", kind: "day", of: "sales", date: "2024-01-29", reason: "too large", since }],
  });

  expect(troubled).toContain("Needs you: overdue 1, short 1, held 1, parked 1, unreadable 1.");
  expect(troubled).toContain("mine   it may not be read");
  expect(troubled).toContain("a.csv  40 % less");
});
