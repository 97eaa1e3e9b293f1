import { deepStrictEqual } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { restOf } from "../chaos/rest-of.ts";
import { writeTwoCompanies } from "../chaos/two-companies.ts";
import { workInHome } from "../chaos/work-in-home.ts";
import { Dice } from "../chaos/world/dice.ts";
import { Disk, type NamesBy } from "./disk.ts";
import { keptIn, missing } from "./kept-files.ts";
import type { Operation } from "./operations.ts";
import { operationsOf, straceOptions } from "./read-trace.ts";

const worker = join(import.meta.dirname, "..", "chaos", "killed-process.ts");
/** Two homes at a time, for two cores. */
const lanes = 2;

interface Cut {
  readonly after: number;
  readonly namesBy: NamesBy;
  readonly seed: number;
}

/** What the kernel saw of one undisturbed run, and what came of it. */
interface Recorded {
  readonly folder: string;
  readonly home: string;
  readonly files: string;
  readonly operations: readonly Operation[];
}

const record = (folder: string): Recorded => {
  const home = join(folder, "recorded");
  const files = join(folder, "files");
  const trace = join(folder, "trace");
  mkdirSync(home, { mode: 0o700 });
  writeTwoCompanies(files);
  const command = [process.execPath, "--disable-warning=ExperimentalWarning", worker, home, files];
  const { status, stderr, error } = spawnSync("strace", [...straceOptions, "-o", trace, ...command], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (error) throw new Error(`strace does not start (${error.message}): install it, as .ci/run does`);
  if (status !== 0) throw new Error(`the run under strace failed: ${stderr}`);
  return { folder, home, files, operations: operationsOf(readFileSync(trace, "latin1"), home) };
};

const chosenCut = (seed: number, index: number, operations: number): Cut => {
  const dice = new Dice(seed * 100_003 + index);
  return {
    after: 1 + dice.below(operations),
    namesBy: dice.chance(0.5) ? "journal" : "folder",
    seed: dice.below(2 ** 31),
  };
};

/** Lays out the home as a disk has it after the power cut. */
const restore = (operations: readonly Operation[], from: string, home: string, cut: Cut): void => {
  const disk = new Disk(from, cut.namesBy);
  for (const operation of operations.slice(0, cut.after)) disk.do(operation);
  // Folders before what is in them.
  const left = [...disk.cut(new Dice(cut.seed))].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, bytes] of left) {
    const to = join(home, path.slice(from.length));
    if (bytes === undefined) mkdirSync(to, { recursive: true, mode: 0o700 });
    else writeFileSync(to, bytes);
  }
};

/** A run that syncs nothing must be found out, or the others prove nothing. */
const requireReferee = async ({ folder, home, operations }: Recorded, seed: number): Promise<void> => {
  const unsynced = operations.filter(({ does }) => does !== "sync");
  for (let index = 0; index < 10; index++) {
    const copy = join(folder, `unsynced-${index}`);
    const cut = { ...chosenCut(seed, index, unsynced.length), after: unsynced.length };
    restore(unsynced, home, copy, cut);
    const lost = await missing(copy, keptIn(unsynced)).catch((error: unknown) => [error]);
    rmSync(copy, { recursive: true, force: true });
    if (lost.length > 0) return;
  }
  throw new Error("a run that syncs nothing lost nothing: the simulated disk is of no use");
};

const survive = async (recorded: Recorded, seed: number, cuts: readonly number[]): Promise<void> => {
  const { folder, home: from, files, operations } = recorded;
  const golden = await restOf(from);
  const left = [...cuts];
  const lane = async (): Promise<void> => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      const cut = chosenCut(seed, index, operations.length);
      const home = join(folder, `home-${index}`);
      try {
        restore(operations, from, home, cut);
        deepStrictEqual(await missing(home, keptIn(operations.slice(0, cut.after))), [], "files are lost");
        await workInHome(home, files);
        deepStrictEqual(await restOf(home), golden);
      } catch (error) {
        const where = `after operation ${cut.after} of ${operations.length}, names by ${cut.namesBy}`;
        throw new Error(`--seed ${seed} --only ${index} (${where}); see ${home}`, { cause: error });
      }
      rmSync(home, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};

const { values } = parseArgs({
  options: {
    cuts: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    /** One of them alone, to look at. */
    only: { type: "string" },
  },
});
const seed = Number(values.seed);
const cuts =
  values.only === undefined
    ? Array.from({ length: Number(values.cuts) }, (_, n) => n)
    : [Number(values.only)];
const started = performance.now();
const recorded = record(mkdtempSync(join(tmpdir(), "daybook-power-")));
await requireReferee(recorded, seed);
await survive(recorded, seed, cuts);
rmSync(recorded.folder, { recursive: true, force: true });
const taken = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  `${cuts.length} power cuts among ${recorded.operations.length} operations on files: no kept file was lost, and each home came to rest as if nothing had been (${taken} s)`,
);
