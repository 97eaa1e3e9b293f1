import { btyd } from "./btyd/btyd.ts";
import { blend } from "./combined/blend.ts";
import { fittedOnce } from "./combined/fitted-once.ts";
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
  const mlp = fittedOnce(neural("mlp", { ...NETWORK, ...EVENER }));
  const twoTrees = fittedOnce(
    hurdle(
      "hurdle_trees",
      trees("chance", { ...TREES, ...CHANCE }),
      trees("amount", { ...TREES, ...AMOUNT, trees: isDay ? 200 : 100, minCurvature: 20 }),
      start,
    ),
  );
  const common = [
    linear("ridge", { loss: { loss: "squared" }, offset: true, ridge: RIDGE }),
    linear("glm_tweedie", { ...TWEEDIE, ridge: RIDGE }),
    mlp,
    trees("trees_tweedie", { ...TREES, ...TWEEDIE }),
    twoTrees,
    hurdle(
      "hurdle_linear",
      linear("chance", { ...CHANCE, ridge: RIDGE }),
      linear("amount", { ...AMOUNT, ridge: RIDGE }),
      start,
    ),
    ...lawsOf(task),
    ...recurrentOf(task, TWEEDIE),
  ];
  return isDay ? [...common, ...dayFamilies()] : [...common, ...windowFamilies([mlp, twoTrees])];
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

const windowFamilies = (members: readonly Family[]): readonly Family[] => [
  trees("trees_poisson", { ...TREES, loss: { loss: "poisson" }, offset: true }),
  forest("forest", { ...FOREST, answers: "amount", offset: true }),
  blend("blend", members),
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
