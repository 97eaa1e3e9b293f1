import { rmSync } from "node:fs";
import { openDuckDb } from "../duckdb.ts";
import { calendarOf, firstComplaint } from "./complaints.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { copyOf, dialectIn, passesUnitTests } from "./mutated-copy.ts";

/** Plants one fault at a time in a copy of the translator and its prelude. Fails if the tests do not find one. */
const run = async (): Promise<void> => {
  const calendar = await calendarAsItIs();
  if ((await complaint(undefined, calendar)) !== undefined) throw new Error("the tests fail without a fault");
  const alive: string[] = [];
  for (const mutant of mutants) {
    const found = await complaint(mutant, calendar);
    if (found === undefined) alive.push(`${mutant.file}: ${mutant.fault}`);
  }
  console.log(`${mutants.length} faults planted, ${mutants.length - alive.length} found`);
  for (const fault of alive) console.error(`not found: ${fault}`);
  if (alive.length > 0) process.exitCode = 1;
};

const calendarAsItIs = async (): Promise<readonly string[]> => {
  const duckdb = await openDuckDb();
  try {
    return await calendarOf(duckdb.evaluate);
  } finally {
    duckdb.close();
  }
};

const complaint = async (
  mutant: Mutant | undefined,
  calendar: readonly string[],
): Promise<string | undefined> => {
  const folder = copyOf(mutant);
  try {
    const found = await firstComplaint(await dialectIn(folder), calendar);
    return found ?? (passesUnitTests(folder) ? undefined : "unit tests");
  } finally {
    rmSync(folder, { recursive: true });
  }
};

await run();
