import { describe, expect, it } from "vitest";
import { exploreModel } from "./explore.ts";
import { playSql } from "./explore-sql.ts";
import { aims, sabotages, sabotagesOfChanges } from "./sabotage.ts";
import { heldSchedule, scheduleOf } from "./schedule.ts";

const schedules = 1000;
const heldSchedules = 200;
const sqlSchedules = 8;
const heldSqlSchedules = 2;
/** How soon a broken rule shows is chance, one in some hundred schedules; each change of the code throws the dice anew. */
const sabotaged = 5000;

const changesOf = (seed: number) => scheduleOf(seed, "changes");

describe("whatever happens to the bucket, the processes and the messages", () => {
  it("at rest the tables are a function of what the bucket has held", { timeout: 600_000 }, async () => {
    const { summary, failure } = await exploreModel({ from: 1, schedules });
    console.log(summary);
    expect(failure).toBeUndefined();
  });

  it("and of what people decided about files that were held back", { timeout: 600_000 }, async () => {
    const { summary, failure } = await exploreModel({
      from: 1,
      schedules: heldSchedules,
      scheduleFor: heldSchedule,
    });
    console.log(`with decisions, ${summary}`);
    expect(failure).toBeUndefined();
  });

  it("and so they are with the real SQL, byte for byte", { timeout: 600_000 }, async () => {
    for (let seed = 1; seed <= sqlSchedules; seed++)
      expect({ seed, violations: await playSql(seed) }).toEqual({ seed, violations: [] });
    for (let seed = 1; seed <= heldSqlSchedules; seed++)
      expect({ seed, violations: await playSql(seed, heldSchedule(seed)) }).toEqual({ seed, violations: [] });
    console.log(`schedules with the real SQL: ${sqlSchedules + heldSqlSchedules}, 0 violations`);
  });
});

describe("the same schedules find out", () => {
  it.each(Object.entries(sabotages))("%s", { timeout: 600_000 }, async (name, sabotage) => {
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

describe("with inserts, updates and deletes among the files: shuffled, twice, lost and sent again", () => {
  it("at rest the tables are what the source holds, and the history is its log", {
    timeout: 600_000,
  }, async () => {
    const { summary, failure } = await exploreModel({
      from: 1,
      schedules: schedules / 2,
      scheduleFor: changesOf,
    });
    console.log(summary);
    expect(failure).toBeUndefined();
  });

  it("and so they are with the real SQL, byte for byte", { timeout: 600_000 }, async () => {
    for (let seed = 1; seed <= sqlSchedules; seed++)
      expect({ seed, violations: await playSql(seed, changesOf(seed)) }).toEqual({ seed, violations: [] });
  });

  it.each(Object.entries(sabotagesOfChanges))(
    "the same schedules find out %s",
    {
      timeout: 600_000,
    },
    async (name, sabotage) => {
      const { failure, played } = await exploreModel({
        ...{ from: 1, schedules: sabotaged, scheduleFor: changesOf, sabotage },
      });
      console.log(`sabotage, ${name}: found by schedule ${failure ? played : "NONE"}`);
      expect(failure).toBeDefined();
    },
  );

  it("and a fold by arrival in the real SQL, too", { timeout: 600_000 }, async () => {
    const byArrival = sabotagesOfChanges["changes folded as they arrive, not by their position"];
    const found: number[] = [];
    for (let seed = 1; seed <= sqlSchedules && found.length === 0; seed++)
      if ((await playSql(seed, changesOf(seed), byArrival)).length > 0) found.push(seed);
    expect(found).toHaveLength(1);
  });
});
