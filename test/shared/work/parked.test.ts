import { beforeEach, describe, expect, it } from "vitest";
import { DamagedState, JobFailed, ObjectMissing } from "../../../shared/errors.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { daysApart, forgetDays, parkedDays, parkedIn, triedAgain } from "../../../shared/work/parked.ts";
import { isDivisible, isPoison } from "../../../shared/work/poison.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

let state: ObjectStore;
beforeEach(() => {
  state = memoryStore();
});

const noon = new Date("2024-01-01T12:00:00Z");
const later = new Date("2024-01-02T12:00:00Z");

describe("parked work", () => {
  const day = (of: string, date: string, fileDates: string[] = []) => ({
    ...{
      stage: "clean",
      kind: "day" as const,
      of,
      date,
      reason: "overflow",
      since: noon.toISOString(),
      fileDates,
    },
  });

  it("keeps the time at which it was parked first, by stage", async () => {
    const parked = parkedIn(state);
    await parked.park(day("sales", "2024-01-01"));
    await parked.park({ ...day("sales", "2024-01-01"), reason: "again", since: later.toISOString() });
    await parked.park({ ...day("sales", "2024-01-01"), kind: "token" }, "key");
    await parked.park({ ...day("sales", "2024-01-01"), stage: "aggregate" });
    const [first, second] = await parked.list("clean");
    expect([first?.name, second?.name]).toEqual([
      "parked/v1/clean/day/sales/2024-01-01.json",
      "parked/v1/clean/token/sales/2024-01-01/key.json",
    ]);
    expect([first?.reason, first?.since]).toEqual(["again", noon.toISOString()]);
    expect([(await parked.list("clean")).length, (await parked.list()).length]).toEqual([2, 3]);
    await state.write("parked/v1/clean/day/sales/2024-01-09.json", "?");
    expect(await parked.list("clean")).toHaveLength(2);
  });

  it("is tried again by the dates of its files, and forgotten day by day", async () => {
    const parked = parkedIn(state);
    await parked.park(day("sales", "2024-01-01", ["2024-01-03", "2024-01-04"]));
    await parked.park(day("sales", "2024-01-02"));
    await parked.park(day("credit", "2024-01-02"));
    await parked.park({ ...day("sales", "2024-01-05"), kind: "token" });
    const listed = await parked.list("clean");
    expect(parkedDays(listed, "sales")).toEqual(["2024-01-01", "2024-01-02"]);
    expect(triedAgain(listed, "sales", "transactions")).toEqual([
      { feed: "transactions", fileDate: "2024-01-03", days: ["2024-01-01"] },
      { feed: "transactions", fileDate: "2024-01-04", days: ["2024-01-01"] },
      { feed: "transactions", fileDate: "2024-01-02", days: ["2024-01-02"] },
    ]);
    await forgetDays(state, listed, "sales", ["2024-01-02", "2024-01-05"]);
    expect((await parked.list("clean")).map(({ kind, of, date }) => `${kind} ${of} ${date}`).sort()).toEqual([
      ...["day credit 2024-01-02", "day sales 2024-01-01", "token sales 2024-01-05"],
    ]);
  });

  it("keeps a day that failed apart from the days around it", () => {
    expect(daysApart(["1", "2", "3", "4", "5"], ["3"])).toEqual([["1", "2"], ["3"], ["4", "5"]]);
    expect(daysApart(["1", "2", "3"], ["1", "2"])).toEqual([["1"], ["2"], ["3"]]);
    expect(daysApart(["1", "2"], [])).toEqual([["1", "2"]]);
  });

  it("failed by its input: nothing else is set aside", () => {
    const failed = (isPoison: boolean) => new JobFailed("j", { isPoison });
    const errors = [
      new DamagedState("d"),
      new ObjectMissing("o"),
      failed(true),
      failed(false),
      new Error("disk full"),
    ];
    expect(errors.map(isPoison)).toEqual([true, true, true, false, false]);
    const large = new JobFailed("j", { isTooLarge: true });
    expect([2, 1].map((parts) => isDivisible(large, parts))).toEqual([true, false]);
    expect(isPoison(large)).toBe(false);
    expect([true, false].map((poison) => isDivisible(failed(poison), 1))).toEqual([true, false]);
  });
});
