import { asBaseline, asLearner, type Candidate } from "./candidate.ts";
import { joinExamples } from "./columns.ts";
import { bestOf } from "./combined/best-of.ts";
import { floored } from "./combined/floored.ts";
import { hurdle } from "./combined/hurdle.ts";
import { NETWORK, TABLE_NETWORK } from "./family-settings.ts";
import { linear } from "./linear/linear.ts";
import type { LossSettings } from "./losses.ts";
import type { Family } from "./model.ts";
import { neural } from "./neural/neural.ts";
import { rules } from "./rules/rules.ts";
import { amountScorer, chanceScorer, numberScorer } from "./scoring.ts";
import type { TableTarget } from "./targets.ts";
import { forest } from "./trees/forest.ts";
import { type TreesOptions, trees } from "./trees/trees.ts";
import { withWords } from "./words/with-words.ts";

/** A table of a user's own. */
export interface FitTable {
  readonly rows: number;
  /** The features that are words: their numbers have no order. */
  readonly words: readonly string[];
}

/** Above this, one kind of trees with larger steps: the others would take minutes and add little. */
export const manyRows = 50_000;

/** Candidates for a table of which nothing is known: strong settings everywhere, and as many trees as pay. */
export const fitCandidates = (table: FitTable, kind: TableTarget): readonly Candidate[] => [
  ...[rules("zero", { rule: "zero" }), rules("mean", { rule: "mean" })].map(asBaseline),
  ...learners[kind](table)
    .map((family) => withWords(family, table.words))
    .map((family) => ({ ...asLearner(family), tuned: true })),
];

/** For families that do not stop early: rows for early stopping are rows like any other. */
const onAllRows = (family: Family): Family => ({
  ...family,
  fit: (examples, { tuning, ...options }) =>
    family.fit(tuning ? joinExamples(examples, tuning) : examples, options),
});

const settingsFor = ({ rows }: FitTable) => {
  const isLarge = rows > manyRows;
  const common = {
    trees: isLarge ? 600 : 2000,
    learningRate: isLarge ? 0.1 : 0.05,
    rowShare: 0.8,
    bins: 254,
    // The fewer rows, the more two ensembles differ, and the more their mean helps.
    seeds: rows < 5000 ? 2 : 1,
    patience: isLarge ? 20 : 40,
    offset: false,
    refit: { unchecked: 150, upTo: manyRows },
  };
  return {
    deep: { ...common, leaves: 31, depth: 10, columnShare: 0.6, lambda: 1 },
    flat: { ...common, leaves: 6, depth: 3, columnShare: 0.5, lambda: 3 },
    isLarge,
  };
};

type Shape = Omit<TreesOptions, "loss" | "minCurvature">;

const boosted = (name: string, loss: LossSettings, shape: Shape, minCurvature: number): Family =>
  trees(name, { ...shape, loss, minCurvature });

const ridges = [0.0001, 0.003, 0.03, 0.2];

/** Logarithms only where they bring a feature closer to the target, and as much shrinkage as the rows ask for. */
const bestLinear = (loss: Exclude<LossSettings, { loss: "pinball" }>, scorer: typeof numberScorer): Family =>
  onAllRows(
    bestOf(
      "linear",
      (["none", "closer"] as const).flatMap((logarithms) =>
        ridges.map((ridge) => linear(`${logarithms} ${ridge}`, { loss, ridge, offset: false, logarithms })),
      ),
      scorer.loss,
    ),
  );

const wideForest = (answers: "amount" | "chance", { rows }: FitTable): Family =>
  onAllRows(
    forest("forest", {
      trees: rows > manyRows ? 40 : 100,
      leaves: 1000,
      depth: 24,
      minCurvature: 3,
      columnShare: 0.4,
      bins: 128,
      answers,
      offset: false,
    }),
  );

const network = (loss: LossSettings, { rows }: FitTable): Family =>
  onAllRows(
    neural("mlp", {
      ...NETWORK,
      ...TABLE_NETWORK,
      ...(rows > manyRows && { epochs: 15 }),
      loss,
      offset: false,
      learningRate: loss.loss === "squared" ? 0.003 : 0.001,
      rowsAtMost: 30_000,
    }),
  );

const learners: Readonly<Record<TableTarget, (table: FitTable) => readonly Family[]>> = {
  number: (table) => {
    const { deep, flat, isLarge } = settingsFor(table);
    const squared = { loss: "squared" } as const;
    return [
      bestLinear(squared, numberScorer),
      boosted("trees", squared, deep, 15),
      ...(isLarge ? [] : [boosted("flat_trees", squared, flat, 10)]),
      wideForest("amount", table),
      network(squared, table),
    ];
  },
  chance: (table) => {
    const { deep, flat, isLarge } = settingsFor(table);
    const logistic = { loss: "logistic" } as const;
    return [
      bestLinear(logistic, chanceScorer),
      boosted("trees", logistic, deep, 2),
      ...(isLarge ? [] : [boosted("flat_trees", logistic, flat, 2)]),
      wideForest("chance", table),
      network(logistic, table),
    ];
  },
  amount: (table) => {
    const { deep, flat } = settingsFor(table);
    const tweedie = { loss: "tweedie", power: 1.5 } as const;
    return [
      bestLinear(tweedie, amountScorer),
      boosted("trees_tweedie", tweedie, deep, 15),
      boosted("trees_poisson", { loss: "poisson" }, flat, 10),
      hurdle(
        "hurdle_trees",
        boosted("chance", { loss: "logistic" }, flat, 2),
        boosted("amount", { loss: "gamma" }, flat, 10),
      ),
      wideForest("amount", table),
      network(tweedie, table),
    ].map(floored);
  },
};
