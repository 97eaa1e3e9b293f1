import { btyd } from "./btyd/btyd.ts";
import { asBaseline, asLearner, type Candidate, type FamilyTask } from "./candidate.ts";
import { blend } from "./combined/blend.ts";
import { floored } from "./combined/floored.ts";
import { hurdle, type OwnMean } from "./combined/hurdle.ts";
import { FOREST, NETWORK, TREES } from "./family-settings.ts";
import { linear } from "./linear/linear.ts";
import type { Family } from "./model.ts";
import { neural } from "./neural/neural.ts";
import { recurrentFamilies } from "./recurrent-families.ts";
import { rules } from "./rules/rules.ts";
import { forest } from "./trees/forest.ts";
import { trees } from "./trees/trees.ts";

/** Close to Poisson (1): large customers weigh more than at 1.5, which lowers RMSE. */
const TWEEDIE = { loss: { loss: "tweedie", power: 1.2 }, offset: true } as const;
/** The few largest customers dominate a network; at 1.5 they weigh less. */
const EVENER = { loss: { loss: "tweedie", power: 1.5 }, offset: true } as const;
const CHANCE = { loss: { loss: "logistic" }, offset: false } as const;
const AMOUNT = { loss: { loss: "gamma" }, offset: true } as const;
const RIDGE = 1;

/** The start for one day's basket. The run-rate is too low: it includes the days without a purchase. */
const USUAL_BASKET: OwnMean = { mean: "average_order_value", count: "orders" };

/** Below a week most rows have no purchase at all. */
export const isDayTask = ({ horizonDays }: Pick<FamilyTask, "horizonDays">): boolean => horizonDays < 7;

/** Candidates for money that is never below zero and often zero. Learners start from the run-rate. */
export const spendCandidates = (task: FamilyTask): readonly Candidate[] => [
  ...spendBaselines(task).map(asBaseline),
  ...spendLearners(task).map(floored).map(asLearner),
];

/** Features that are a prediction by themselves, and the days they cover where those are not the horizon's. */
const PREDICTIONS = [
  { name: "last_value", column: "last_day_value", days: null },
  { name: "last_7_days", column: "net_7d", days: 7 },
  { name: "last_30_days", column: "net_30d", days: 30 },
  { name: "last_90_days", column: "net_90d", days: 90 },
  { name: "customer_mean", column: "run_rate", days: null },
  { name: "ewma_90d", column: "ewma_90d", days: null },
] as const;

const spendBaselines = ({ features, horizonDays }: FamilyTask): readonly Family[] => [
  rules("zero", { rule: "zero" }),
  rules("mean", { rule: "mean" }),
  ...PREDICTIONS.filter(({ column }) => features.includes(column)).map(({ name, column, days }) =>
    rules(name, { rule: "column", column, scale: days === null ? 1 : horizonDays / days }),
  ),
  rules("run_rate", { rule: "expected" }),
];

function spendLearners(task: FamilyTask): readonly Family[] {
  const isDay = isDayTask(task);
  const start = isDay ? USUAL_BASKET : undefined;
  const common = [
    linear("ridge", { loss: { loss: "squared" }, offset: true, ridge: RIDGE }),
    linear("glm_tweedie", { ...TWEEDIE, ridge: RIDGE }),
    neural("mlp", { ...NETWORK, ...EVENER }),
    trees("trees_tweedie", { ...TREES, ...TWEEDIE }),
    hurdle("hurdle_trees", trees("chance", { ...TREES, ...CHANCE }), amountTrees(isDay), start),
    hurdle(
      "hurdle_linear",
      linear("chance", { ...CHANCE, ridge: RIDGE }),
      linear("amount", { ...AMOUNT, ridge: RIDGE }),
      start,
    ),
    ...btydFamilies(task),
    ...recurrentFamilies(task, TWEEDIE),
  ];
  return isDay ? [...common, ...dayFamilies()] : [...common, ...windowFamilies()];
}

/**
 * The customer's own mean predicts one day's basket well for frequent buyers and badly for others: half of the trees start
 * from it, half from nothing. Over a month the run-rate is the better start for everyone.
 */
function amountTrees(isDay: boolean): Family {
  const own = { ...TREES, ...AMOUNT, minCurvature: 20 };
  const forDay = { ...own, leaves: 16, depth: 4, columnShare: 0.3, seeds: 2 };
  const known = [
    trees("from_own_mean", forDay),
    trees("from_nothing", { ...forDay, offset: false }),
    trees("from_run_rate", { ...own, trees: 100 }),
  ];
  const halves = new Map([
    ["from_own_mean", 0.5],
    ["from_nothing", 0.5],
  ]);
  return blend("amount", known, isDay ? halves : new Map([["from_run_rate", 1]]));
}

const dayFamilies = (): readonly Family[] => [
  hurdle(
    "hurdle_mlp",
    neural("chance", { ...NETWORK, ...CHANCE, learningRate: 0.003, epochs: 15 }),
    neural("amount", { ...NETWORK, ...AMOUNT, hidden: [16], epochs: 10, batch: 128 }),
    USUAL_BASKET,
  ),
];

const windowFamilies = (): readonly Family[] => [
  trees("trees_poisson", { ...TREES, loss: { loss: "poisson" }, offset: true }),
  forest("forest", { ...FOREST, answers: "amount", offset: true }),
];

function btydFamilies({ features, horizonDays }: FamilyTask): readonly Family[] {
  const columns = {
    purchaseDays: "purchase_days",
    recency: "days_since_last",
    tenure: "tenure_days",
    value: "average_order_value",
  };
  const known = Object.values(columns).every((column) => features.includes(column));
  return known ? [btyd("btyd", { columns, horizonDays })] : [];
}
