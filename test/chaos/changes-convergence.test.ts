import { describe, expect, it } from "vitest";
import { some } from "../thorough.ts";
import { exploreModel } from "./explore.ts";
import { playSql } from "./explore-sql.ts";
import { sabotagesOfChanges } from "./sabotage.ts";
import { scheduleOf } from "./schedule.ts";

/** Minutes on a machine that does nothing else. */
const longest = 3_600_000;

const schedules = some(100, { thorough: 300 });
const sqlSchedules = some(3, { thorough: 8 });
/** How soon a broken rule shows is chance, one in some hundred schedules; each change of the code throws the dice anew. */
const sabotaged = 5000;

const changesOf = (seed: number) => scheduleOf(seed, "changes");

describe("with inserts, updates and deletes among the files: shuffled, twice, lost and sent again", () => {
  it("at rest the tables are what the source holds, and the history is its log", {
    timeout: longest,
  }, async () => {
    const { summary, failure } = await exploreModel({
      from: 1,
      schedules,
      scheduleFor: changesOf,
    });
    console.log(summary);
    expect(failure).toBeUndefined();
  });

  it("and so they are with the real SQL, byte for byte", { timeout: longest }, async () => {
    for (let seed = 1; seed <= sqlSchedules; seed++)
      expect({ seed, violations: await playSql(seed, changesOf(seed)) }).toEqual({ seed, violations: [] });
  });

  it.each(Object.entries(sabotagesOfChanges))(
    "the same schedules find out %s",
    {
      timeout: longest,
    },
    async (name, sabotage) => {
      const { failure, played } = await exploreModel({
        ...{ from: 1, schedules: sabotaged, scheduleFor: changesOf, sabotage },
      });
      console.log(`sabotage, ${name}: found by schedule ${failure ? played : "NONE"}`);
      expect(failure).toBeDefined();
    },
  );

  it("and a fold by arrival in the real SQL, too", { timeout: longest }, async () => {
    const byArrival = sabotagesOfChanges["changes folded as they arrive, not by their position"];
    const found: number[] = [];
    for (let seed = 1; seed <= sqlSchedules && found.length === 0; seed++)
      if ((await playSql(seed, changesOf(seed), byArrival)).length > 0) found.push(seed);
    expect(found).toHaveLength(1);
  });
});
