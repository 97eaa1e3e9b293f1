import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { rowsIn } from "../../../functions/operations/fit/cells.ts";
import { fitColumns } from "../../../functions/operations/fit/fit.ts";
import { readColumns } from "../../../infra/cli/fit/read-columns.ts";
import { approachTo } from "../../../shared/learning/approaches.ts";
import { quantile, sum } from "../../../shared/learning/numbers.ts";
import { stream } from "../../../shared/learning/random.ts";
import { peersPython } from "./ask-python.ts";

const Sets = z.array(
  z.strictObject({
    name: z.string(),
    kind: z.enum(["number", "chance", "amount"]),
    target: z.string(),
    /** Settings were chosen with this set in sight. */
    choice: z.boolean(),
  }),
);
type FitSet = z.infer<typeof Sets>[number];

interface Comparison {
  readonly set: FitSet;
  readonly rows: number;
  readonly family: string;
  readonly seconds: number;
  readonly losses: ReadonlyMap<string, number>;
  readonly best: string;
  /** Our loss as a share of the best peer's, which is known only afterwards. */
  readonly ratio: number;
  readonly interval: readonly [number, number];
}

const shared = join(import.meta.dirname, "../../../../shared/data");

/** `daybook fit` against other tools with their usual settings: the same rows, the same test rows. Losses come first. */
export const fitPeers = async (folder: string, only: readonly string[]): Promise<number> => {
  if (!existsSync(join(folder, "sets.json"))) run("fit_sets.py", folder, shared);
  const sets = Sets.parse(JSON.parse(readFileSync(join(folder, "sets.json"), "utf8")));
  const all: Comparison[] = [];
  for (const set of sets.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const found = await compare(folder, set);
    console.log(inWords(found));
    all.push(found);
  }
  const worstFirst = all.toSorted((one, other) => other.ratio - one.ratio);
  console.log(`\nLosses first; ratios are of the mean loss (squared error, log loss, deviance)`);
  for (const each of worstFirst) console.log(inWords(each));
  return all.filter(({ ratio }) => ratio > 1).length;
};

const compare = async (folder: string, set: FitSet): Promise<Comparison> => {
  const columns = await readColumns(join(folder, `${set.name}.csv`));
  const started = performance.now();
  const { card, answers } = await fitColumns(
    columns,
    {
      target: set.target,
      split: "random",
      classify: set.kind === "chance",
      amount: set.kind === "amount",
      testFraction: 0.2,
      knownAfter: 1,
    },
    new Date("2026-01-01"),
  );
  const seconds = (performance.now() - started) / 1000;
  const held = answers.filter(({ role }) => role === "holdout");
  writeFileSync(join(folder, `${set.name}.rows.json`), JSON.stringify(held.map(({ row }) => row)));
  const peers = z
    .record(z.string(), z.array(z.number()))
    .parse(JSON.parse(run("fit_peers.py", folder, set.name)));
  const y = Float64Array.from(held, ({ actual }) => actual);
  const ours = lossOf(
    set,
    y,
    Float64Array.from(held, ({ predicted }) => predicted),
  );
  const theirs = new Map(
    Object.entries(peers).map(([name, said]) => [name, lossOf(set, y, Float64Array.from(said))]),
  );
  const means = new Map([...theirs].map(([name, loss]) => [name, sum(loss) / y.length]));
  const [best = ""] = [...means].toSorted(([, one], [, other]) => one - other).map(([name]) => name);
  const bestLoss = theirs.get(best) ?? new Float64Array();
  return {
    set,
    rows: columns[0] ? rowsIn(columns[0]) : 0,
    family: card.family,
    seconds,
    losses: new Map([["Daybook", sum(ours) / y.length], ...means]),
    best,
    ratio: sum(ours) / sum(bestLoss),
    interval: ratioInterval(ours, bestLoss),
  };
};

/** Peers may predict amounts of zero and below: they count as a hundredth of the mean. */
const lossOf = ({ kind }: FitSet, y: Float64Array, predicted: Float64Array): Float64Array => {
  const least = kind === "amount" ? sum(y) / y.length / 100 : Number.NEGATIVE_INFINITY;
  return approachTo(kind).scorer.loss(
    y,
    predicted.map((value) => Math.max(value, least)),
  );
};

const draws = 1000;

/** 95 % of the ratios when test rows are drawn again. */
const ratioInterval = (ours: Float64Array, theirs: Float64Array): readonly [number, number] => {
  const random = stream(1, "ratio");
  const ratios = Float64Array.from({ length: draws }, () => {
    let [own, other] = [0, 0];
    for (let count = 0; count < ours.length; count++) {
      const row = random.below(ours.length);
      own += ours[row] ?? 0;
      other += theirs[row] ?? 0;
    }
    return own / other;
  }).sort();
  return [quantile(ratios, 0.025), quantile(ratios, 0.975)];
};

const inWords = ({ set, rows, family, seconds, losses, best, ratio, interval }: Comparison): string => {
  const all = [...losses].map(([name, loss]) => `${name} ${loss.toPrecision(4)}`).join(", ");
  const [low, high] = interval.map((bound) => bound.toFixed(3));
  return `${ratio > 1 ? "LOST" : "won "} ${ratio.toFixed(3)} (${low} to ${high}) ${set.name}, ${set.kind}, ${rows} rows, ${set.choice ? "choice" : "report"}; best peer ${best}; ${family}, ${seconds.toFixed(0)} s\n       ${all}`;
};

const run = (script: string, ...args: readonly string[]): string => {
  const { stdout, status, error } = spawnSync(peersPython(), [join(import.meta.dirname, script), ...args], {
    encoding: "utf8",
    maxBuffer: 256e6,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (error || status !== 0) throw new Error(`${script} ended with ${status}`, { cause: error });
  return stdout;
};
