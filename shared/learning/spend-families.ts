import { btyd } from "./btyd/btyd.ts";
import { blend } from "./combined/blend.ts";
import { hurdle, type OwnMean } from "./combined/hurdle.ts";
import type { FamilyTask } from "./families.ts";
import { FOREST, NETWORK, TREES } from "./family-settings.ts";
import { linear } from "./linear/linear.ts";
import type { Family } from "./model.ts";
import { neural } from "./neural/neural.ts";
import { recurrentOf } from "./recurrent-families.ts";
import { forest } from "./trees/forest.ts";
import { trees } from "./trees/trees.ts";

/** Near to a count: the larger customers then weigh more than at 1.5, which R² and RMSE reward. */
const TWEEDIE = { loss: { loss: "tweedie", power: 1.2 }, offset: true } as const;
/** A network goes where the few largest customers pull it: to it they weigh less. */
const EVENER = { loss: { loss: "tweedie", power: 1.5 }, offset: true } as const;
const CHANCE = { loss: { loss: "logistic" }, offset: false } as const;
const AMOUNT = { loss: { loss: "gamma" }, offset: true } as const;
const RIDGE = 1;

/** Of a single day's purchase: more than the run-rate, which is the chance to buy as well. */
const USUAL_BASKET: OwnMean = { mean: "average_order_value", count: "orders" };

/** What learns how much is spent: amounts never below zero, many of them zero, from the run-rate on. */
export function spendFamilies(task: FamilyTask): readonly Family[] {
  const isDay = task.horizonDays < 7;
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
    ...lawsOf(task),
    ...recurrentOf(task, TWEEDIE),
  ];
  return isDay ? [...common, ...dayFamilies()] : [...common, ...windowFamilies()];
}

/**
 * Of one day's purchase the own mean says much for those who have bought often, and little for the others: half of the
 * trees start from it, half from nothing. Over a month the run-rate is the better start for all.
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

/** On most single days nothing is bought, so the chance and the amount are learned apart. */
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

function lawsOf({ features, horizonDays }: FamilyTask): readonly Family[] {
  const columns = {
    purchaseDays: "purchase_days",
    recency: "days_since_last",
    tenure: "tenure_days",
    value: "average_order_value",
  };
  const known = Object.values(columns).every((column) => features.includes(column));
  return known ? [btyd("btyd", { columns, horizonDays })] : [];
}
