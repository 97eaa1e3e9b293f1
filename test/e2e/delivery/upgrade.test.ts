import { expect, it } from "vitest";
import { aggregate } from "../../../functions/3-aggregate/aggregate.ts";
import { wake } from "../../../shared/events.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { writeJson } from "../../../shared/work/json-object.ts";
import { footfall } from "./footfall.ts";
import { memoryWorld } from "./memory-world.ts";
import { cleanNow } from "./world-at-work.ts";

const day = "2024-01-05";

/** A home in which a worker died in the middle of the work that it had written into its lease. */
const homeWithIntent = async (stage: "clean" | "aggregate", kind: string, payload: unknown) => {
  const world = memoryWorld();
  const platform = { ...world.platform, feeds: [...world.platform.feeds, footfall(true)] };
  await writeJson(platform.state, `lease/v1/${stage}.json`, {
    holder: "dead",
    expires: "2025-12-31T00:00:00.000Z",
    epoch: 7,
    intent: { kind, jobId: `${stage}-${kind}-7-dead`, payload },
  });
  await dirtySetIn(platform.state).add(stage, "waiting", {
    feed: "transactions",
    fileDate: day,
    days: [day],
  });
  return { ...world, platform };
};

it("a rebuild of version 0.1 is finished under its own job ids, and its days go on", async () => {
  const { platform, jobs } = await homeWithIntent("clean", "rebuild", {
    days: [day],
    fileDates: [day],
    rejectDates: [day],
    pricesFrom: "9999-12-31",
    feeds: [{ name: "footfall", days: ["2024-01-06"], fileDates: ["2024-01-06"] }],
  });
  await cleanNow(platform);
  expect(jobs.runs.slice(0, 2)).toMatchObject([
    {
      id: "clean-rebuild-7-dead",
      params: { days: { value: [day] }, file_dates: { value: [day] }, reject_dates: { value: [day] } },
    },
    { id: "clean-rebuild-7-dead-footfall", params: { days: { value: ["2024-01-06"] } } },
  ]);
  const tokens = await dirtySetIn(platform.state).list("aggregate");
  expect(tokens.map(({ feed, days }) => [feed, days])).toEqual(
    expect.arrayContaining([
      ["transactions", [day]],
      ["footfall", ["2024-01-06"]],
    ]),
  );
});

it("a rebuild of version 0.1 that had only rejects to copy keeps its job id and hands nothing on", async () => {
  const { platform, jobs } = await homeWithIntent("clean", "rebuild", {
    days: [],
    fileDates: [],
    rejectDates: ["2024-01-06"],
    pricesFrom: "9999-12-31",
    feeds: [],
  });
  await cleanNow(platform);
  expect(jobs.runs[0]).toMatchObject({
    id: "clean-rebuild-7-dead",
    params: { reject_dates: { value: ["2024-01-06"] } },
  });
  const tokens = await dirtySetIn(platform.state).list("aggregate");
  expect(tokens.map(({ days }) => days)).toEqual([[day]]);
});

it("a load of version 0.1 is finished under its own job ids", async () => {
  const { platform, jobs } = await homeWithIntent("clean", "load", {
    loads: [
      { into: "transactions", replace: [day], objects: [`transactions/${day}/a/1/c/part-00000.parquet`] },
      { into: "stores", replace: "all", objects: [] },
      { into: "rejects", replace: [day], objects: [] },
    ],
    rejectDates: [day],
  });
  await cleanNow(platform);
  expect(jobs.loads.slice(0, 3).map(({ id, table, replace }) => [id, table, replace])).toEqual([
    ["clean-load-7-dead-transactions", "raw.transactions", [day]],
    ["clean-load-7-dead-stores", "raw.stores", "all"],
    ["clean-load-7-dead-rejects", "raw.rejects", [day]],
  ]);
});

it("metrics of version 0.1 are finished under their own job id, and their days go on", async () => {
  const { platform, jobs } = await homeWithIntent("aggregate", "metrics", { days: [day, "2024-01-06"] });
  await aggregate(platform)(wake("aggregate"));
  expect(jobs.runs[0]).toMatchObject({
    id: "aggregate-metrics-7-dead",
    params: { days: { value: [day, "2024-01-06"] } },
  });
  const tokens = await dirtySetIn(platform.state).list("analyze");
  expect(tokens.map(({ days }) => days)).toContainEqual([day, "2024-01-06"]);
});

it("a feed keeps its job id when another contract has lost its SQL in the middle of a rebuild", async () => {
  const plan = { days: [day], fileDates: [day] };
  const { platform, jobs } = await homeWithIntent("clean", "rebuild", {
    rejectDates: [day],
    subjects: [
      { subject: "gone", ...plan },
      { subject: "footfall", ...plan },
    ],
  });
  await cleanNow(platform);
  expect(jobs.runs.slice(0, 2).map(({ id, params }) => [id, Object.keys(params).sort()])).toEqual([
    ["clean-rebuild-7-dead", ["reject_dates"]],
    ["clean-rebuild-7-dead-footfall", ["days", "file_dates", "first_day", "last_day"]],
  ]);
});
