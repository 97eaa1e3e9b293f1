import { describe, expect, it } from "vitest";
import { some } from "../thorough.ts";
import { exploreModel } from "./explore.ts";
import { playSql } from "./explore-sql.ts";
import { aims, sabotages } from "./sabotage.ts";
import { heldSchedule } from "./schedule.ts";

/** Minutes on a machine that does nothing else. */
const longest = 3_600_000;

const schedules = some(300, { thorough: 1000 });
const heldSchedules = some(100, { thorough: 200 });
const sqlSchedules = some(3, { thorough: 8 });
const heldSqlSchedules = some(1, { thorough: 2 });
/** How soon a broken rule shows is chance, one in some hundred schedules; each change of the code throws the dice anew. */
const sabotaged = 5000;

describe("whatever happens to the bucket, the processes and the messages", () => {
  it("at rest the tables are a function of what the bucket has held", { timeout: longest }, async () => {
    const { summary, failure } = await exploreModel({ from: 1, schedules });
    console.log(summary);
    expect(failure).toBeUndefined();
  });

  it("and of what people decided about files that were held back", { timeout: longest }, async () => {
    const { summary, failure } = await exploreModel({
      from: 1,
      schedules: heldSchedules,
      scheduleFor: heldSchedule,
    });
    console.log(`with decisions, ${summary}`);
    expect(failure).toBeUndefined();
  });

  it("and so they are with the real SQL, byte for byte", { timeout: longest }, async () => {
    for (let seed = 1; seed <= sqlSchedules; seed++)
      expect({ seed, violations: await playSql(seed) }).toEqual({ seed, violations: [] });
    for (let seed = 1; seed <= heldSqlSchedules; seed++)
      expect({ seed, violations: await playSql(seed, heldSchedule(seed)) }).toEqual({ seed, violations: [] });
    console.log(`schedules with the real SQL: ${sqlSchedules + heldSqlSchedules}, 0 violations`);
  });
});

describe("the same schedules find out", () => {
  it.each(Object.entries(sabotages))("%s", { timeout: longest }, async (name, sabotage) => {
    const { failure, played } = await exploreModel({
      from: 1,
      schedules: sabotaged,
      sabotage,
      scheduleFor: aims[name],
    });
    console.log(`sabotage, ${name}: found by schedule ${failure ? played : "NONE"}`);
    expect(failure).toBeDefined();
  });
});
