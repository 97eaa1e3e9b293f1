import { blend } from "../../shared/models/combined/blend.ts";
import { hurdle } from "../../shared/models/combined/hurdle.ts";
import { linear } from "../../shared/models/linear/linear.ts";
import type { LossSettings } from "../../shared/models/losses.ts";
import type { Family } from "../../shared/models/model.ts";
import { type NeuralOptions, neural } from "../../shared/models/neural/neural.ts";
import { rules } from "../../shared/models/rules/rules.ts";
import { forest } from "../../shared/models/trees/forest.ts";
import { type TreesOptions, trees } from "../../shared/models/trees/trees.ts";
import type { Candidate } from "./settings.ts";

const tweedie = (power: number): Exclude<LossSettings, { loss: "pinball" }> => ({ loss: "tweedie", power });
const logistic = { loss: "logistic" } as const;
const gamma = { loss: "gamma" } as const;
const poisson = { loss: "poisson" } as const;
const squared = { loss: "squared" } as const;

// Chosen on Online Retail at origins before August 2011; `npm run bench:accuracy` reports the later ones.
const treesLike = {
  offset: true,
  trees: 200,
  learningRate: 0.04,
  leaves: 8,
  depth: 3,
  rowShare: 0.7,
  columnShare: 0.5,
  lambda: 5,
  minCurvature: 30,
  bins: 64,
  seeds: 1,
  patience: 50,
} satisfies Omit<TreesOptions, "loss">;

const networkLike = {
  offset: true,
  hidden: [32, 16],
  epochs: 15,
  batch: 512,
  learningRate: 0.003,
  patience: 5,
} satisfies Omit<NeuralOptions, "loss">;

const ridge = 0.1;
const forestLike = {
  offset: false,
  trees: 40,
  leaves: 256,
  depth: 12,
  minCurvature: 10,
  columnShare: 0.4,
  bins: 64,
};

const column = (name: string, from: string): Family =>
  rules(name, { rule: "column", column: from, scale: 1 });

/** The plain rule that answers about spend where no model beats it. */
export const runRate = rules("run_rate", { rule: "expected" });
/** The same where there is no run-rate to go by. */
export const plainMean = rules("mean", { rule: "mean" });

const baseline = (family: Family): Candidate => ({ family, baseline: true });
const model = (family: Family): Candidate => ({ family, baseline: false });

const spendBaselines = [
  rules("zero", { rule: "zero" }),
  plainMean,
  column("last_value", "last_day_value"),
  column("last_30_days", "net_30d"),
  column("customer_mean", "run_rate"),
  column("ewma_90d", "ewma_90d"),
  runRate,
].map(baseline);

const glm = linear("glm_tweedie", { loss: tweedie(1.2), offset: true, ridge });
const boosted = trees("trees_tweedie", { ...treesLike, loss: tweedie(1.2) });
/** The small network that answers unless another family is better by more than noise. */
export const mlp = neural("mlp", { ...networkLike, loss: tweedie(1.2) });

/** Spend over a month: one amount, zeros among them. */
export const spendCandidates: readonly Candidate[] = [
  ...spendBaselines,
  ...[
    glm,
    mlp,
    boosted,
    trees("trees_poisson", { ...treesLike, loss: poisson }),
    hurdle(
      "hurdle_linear",
      linear("chance", { loss: logistic, offset: false, ridge }),
      linear("amount", { loss: gamma, offset: true, ridge }),
    ),
    forest("forest", { ...forestLike, answers: "amount", offset: true }),
    blend("blend", [glm, mlp, boosted]),
  ].map(model),
];

/** Chance × amount, both by small networks: what a day's spend asks for. */
export const hurdleNetwork = hurdle(
  "hurdle_mlp",
  neural("chance", { ...networkLike, offset: false, loss: logistic }),
  neural("amount", { ...networkLike, hidden: [16], epochs: 30, loss: gamma }),
);

/** Spend on one day: mostly nothing, so the chance and the amount are learned apart. */
export const dayCandidates: readonly Candidate[] = [
  ...spendBaselines,
  ...[
    glm,
    mlp,
    hurdleNetwork,
    hurdle(
      "hurdle_linear",
      linear("chance", { loss: logistic, offset: false, ridge }),
      linear("amount", { loss: gamma, offset: true, ridge }),
    ),
    hurdle(
      "hurdle_trees",
      trees("chance", { ...treesLike, offset: false, loss: logistic }),
      trees("amount", { ...treesLike, trees: 100, minCurvature: 20, loss: gamma }),
    ),
    boosted,
  ].map(model),
];

/** A table of a user's own, with a number or a yes or no to predict. */
export const tableCandidates = (kind: "number" | "chance"): readonly Candidate[] => {
  const loss = kind === "chance" ? logistic : squared;
  const own = { offset: false, loss };
  return [
    baseline(plainMean),
    baseline(linear("linear", { ...own, ridge: 0.001 })),
    model(neural("mlp", { ...networkLike, ...own, epochs: 40, batch: 128 })),
    model(
      trees("trees", {
        ...treesLike,
        ...own,
        leaves: 16,
        depth: 5,
        lambda: 1,
        minCurvature: kind === "chance" ? 5 : 20,
      }),
    ),
    model(forest("forest", { ...forestLike, answers: kind === "chance" ? "chance" : "amount" })),
  ];
};
