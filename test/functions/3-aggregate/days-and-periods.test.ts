import { describe, expect, it } from "vitest";
import {
  changedPeriods,
  daysIn,
  inSlices,
  otherPeriods,
  periodsIn,
  periodsOf,
} from "../../../functions/3-aggregate/kpis/periods.ts";
import { redoDays } from "../../../functions/3-aggregate/redo-days.ts";
import type { MetricsSubject } from "../../../functions/3-aggregate/subject.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { JobFailed } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { ScriptJob } from "../../../shared/ports.ts";
import { parkedIn } from "../../../shared/work/parked.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

describe("periods", () => {
  it("contain their days: a week from its Monday, a month from its first", () => {
    // The 3rd of March 2024 is a Sunday, the 4th a Monday.
    expect(periodsOf(["2024-03-04", "2024-03-03", "2024-03-04"])).toEqual({
      ...{
        daily: ["2024-03-03", "2024-03-04"],
        weekly: ["2024-02-26", "2024-03-04"],
        monthly: ["2024-03-01"],
      },
    });
    const days = daysIn({ daily: ["2024-05-05"], weekly: ["2024-02-26"], monthly: ["2024-02-01"] });
    expect([days[0], days.at(-1), days.length]).toEqual(["2024-02-01", "2024-05-05", 29 + 3 + 1]);
    expect(daysIn({ daily: [], weekly: [], monthly: ["2023-12-01"] })).toHaveLength(31);
  });

  it("that are in one calendar only, or in another state, have changed", () => {
    const row = (cadence: string, period: string, state = "complete") => ({ cadence, period, state });
    const before = [
      row("daily", "2024-01-01"),
      row("daily", "2024-01-02", "partial"),
      row("weekly", "2024-01-01"),
    ];
    const now = [
      { state: "complete", period: "2024-01-01", cadence: "daily" },
      row("daily", "2024-01-02"),
      row("monthly", "2024-01-01"),
    ];
    expect(changedPeriods(before, now)).toEqual({
      daily: ["2024-01-02", "2024-01-02"],
      weekly: ["2024-01-01"],
      monthly: ["2024-01-01"],
    });
    const known = periodsIn(before);
    expect(otherPeriods(known, { daily: ["2024-01-01"], weekly: [], monthly: [] })).toEqual({
      daily: ["2024-01-02"],
      weekly: ["2024-01-01"],
      monthly: [],
    });
  });

  it("are computed a thousand first days at a time", () => {
    const daily = Array.from({ length: 1001 }, (_, day) => isoDate(dayOf("2020-01-01") + day));
    const slices = inSlices({ daily, weekly: [daily[999] ?? ""], monthly: [daily[1000] ?? ""] });
    expect(slices.map((slice) => [slice.daily.length, slice.weekly.length, slice.monthly.length])).toEqual([
      [1000, 1, 0],
      [1, 0, 1],
    ]);
    expect(inSlices({ daily: daily.slice(0, 1000), weekly: [], monthly: [] })).toHaveLength(1);
    expect(inSlices({ daily: [], weekly: [], monthly: [] })).toEqual([]);
  });
});

describe("days that are redone", () => {
  /** A warehouse that cannot hold some days, and which jobs it ran. */
  const given = (poison: readonly string[], fault = new JobFailed("overflow", { isPoison: true })) => {
    const jobs: string[] = [];
    const state = memoryStore({ classA: 0, classB: 0 });
    const warehouse = {
      async run({ id, script }: ScriptJob) {
        if (poison.some((day) => script.includes(day))) throw fault;
        jobs.push(`${id} ${script}`);
      },
      burn: async () => "burnt",
    };
    const clock = { now: () => new Date("2024-02-01T00:00:00Z"), sleep: async () => {} };
    const platform = { warehouse, state, clock, log: silentLog } as unknown as Platform;
    const subject: MetricsSubject = {
      ...{ name: "sales", feeds: [], countPerson: "" },
      rebuild: async (_, days) => ({ script: days.map((day) => day.slice(8)).join("+"), params: {} }),
    };
    const redone = async (days: readonly string[]) => {
      const parked = await parkedIn(state).list("aggregate");
      await redoDays(
        { platform, subject, parked },
        "job",
        days.map((day) => `2024-01-${day}`),
      );
      return jobs.splice(0);
    };
    return {
      redone,
      parked: async () => (await parkedIn(state).list()).map(({ date, reason }) => `${date} ${reason}`),
    };
  };

  it("are one job; of those that fail the day at fault is found by halving and parked", async () => {
    expect(await given([]).redone(["01", "02", "03"])).toEqual(["job 01+02+03"]);
    const { redone, parked } = given(["04"]);
    expect(await redone(["01", "02", "03", "04", "05"])).toEqual(["job-a 01+02+03", "job-b-b 05"]);
    expect(await parked()).toEqual(["2024-01-04 overflow"]);
    // It is tried apart from the others the next time, and stays parked.
    expect(await redone(["03", "04", "05"])).toEqual(["job 03", "job-2 05"]);
    expect(await parked()).toHaveLength(1);
  });

  it("are parked no more once they succeed", async () => {
    const poison = ["02"];
    const { redone, parked } = given(poison);
    expect(await redone(["01", "02"])).toEqual(["job-a 01"]);
    expect(await parked()).toHaveLength(1);
    poison.pop();
    expect(await redone(["01", "02", "03"])).toEqual(["job 01", "job-1 02", "job-2 03"]);
    expect(await parked()).toEqual([]);
  });

  it("fail as a whole for a reason that no day is at fault for", async () => {
    const { redone, parked } = given(["01"], new JobFailed("no right"));
    await expect(redone(["01", "02"])).rejects.toThrow("no right");
    expect(await parked()).toEqual([]);
  });
});
