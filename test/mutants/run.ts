import { parseArgs } from "node:util";
import { bench, type Outcome } from "./bench.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { sampled } from "./sample.ts";

/**
 * Plants one bug at a time in a copy and runs the tests that cover the file, the quickest first. Fails if fewer than 95 % are
 * caught. The bugs are those of the list or, with --sample N, random ones below --room.
 * --only TEXT: files with it in their path. --every N, --from N: a part of them. --tests N: only the first, quickest tests.
 */
const run = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      every: { type: "string", default: "1" },
      from: { type: "string", default: "1" },
      sample: { type: "string" },
      seed: { type: "string", default: "1" },
      room: { type: "string", default: "functions" },
      jobs: { type: "string", default: "1" },
      tests: { type: "string", default: "99" },
    },
  });
  const { only = "", sample, seed, room } = values;
  const chosen = (sample === undefined ? mutants : sampled(room, Number(sample), Number(seed)))
    .filter(({ file }) => file.includes(only))
    .filter((_, index) => index % Number(values.every) === 0)
    .map((mutant) => ({ ...mutant, tests: mutant.tests.slice(0, Number(values.tests)) }));
  const waiting = [...chosen.entries()].slice(Number(values.from) - 1);
  const outcomes = new Map<Mutant, Outcome>();
  const work = async (): Promise<void> => {
    const { plant, remove } = bench();
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, mutant] = next;
        const outcome = await plant(mutant);
        outcomes.set(mutant, outcome);
        console.log(`${index + 1}/${chosen.length} ${outcome.padEnd(8)} ${mutant.file}: ${mutant.why}`);
        if (outcome === "SURVIVED") console.log(`  ${mutant.text}\n  ${mutant.by}`);
      }
    } finally {
      remove();
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  report(outcomes);
};

/** By room: how many were planted and caught. */
const report = (outcomes: ReadonlyMap<Mutant, Outcome>): void => {
  const rooms = Map.groupBy(outcomes, ([{ file }]) => file.split("/").slice(0, 2).join("/"));
  for (const [room, own] of [...rooms].sort()) console.log(line(room, own));
  console.log(line("all", [...outcomes]));
  const caught = [...outcomes.values()].filter((outcome) => outcome !== "SURVIVED").length;
  if (caught < 0.95 * outcomes.size) process.exitCode = 1;
};

const line = (room: string, own: readonly (readonly [Mutant, Outcome])[]): string => {
  const caught = own.filter(([, outcome]) => outcome !== "SURVIVED").length;
  return `${room}: ${own.length} bugs planted, ${caught} caught (${((100 * caught) / own.length).toFixed(1)} %)`;
};

await run();
