import { median } from "./combined/median.ts";
import { FOREST, NETWORK, TABLE_NETWORK, TREES } from "./family-settings.ts";
import { linear } from "./linear/linear.ts";
import type { Family } from "./model.ts";
import { neural } from "./neural/neural.ts";
import { recurrentOf } from "./recurrent-families.ts";
import { rules } from "./rules/rules.ts";
import { spendFamilies } from "./spend-families.ts";
import { forest } from "./trees/forest.ts";
import { trees } from "./trees/trees.ts";

/** What decides which families can try a task, and with which settings. */
export interface FamilyTask {
  readonly kind: "spend" | "regression" | "classification";
  readonly features: readonly string[];
  /** How far ahead the target reaches. */
  readonly horizonDays: number;
  /** Whether rows carry the days before them. */
  readonly sequences: boolean;
}

export interface Candidate {
  readonly family: Family;
  readonly baseline: boolean;
  /** Stops early by looking at later rows, which it then is not fitted on. The others are fitted on those too. */
  readonly tuned?: boolean;
}

/** The small TensorFlow.js regression: what answers unless another is better by more than its noise. */
export const PREFERRED = "mlp";

/** Of one day's spend it is the chance times the amount, both by such networks: mostly there is none. */
export const preferredOf = ({ kind, horizonDays }: Pick<FamilyTask, "kind" | "horizonDays">): string =>
  kind === "spend" && horizonDays < 7 ? "hurdle_mlp" : PREFERRED;

export const MEDIAN = "median";

/** Several of the candidates together. Whichever it was made of, it is loaded by what the candidates are called. */
export const medianOf = (candidates: readonly Candidate[], members?: readonly string[]): Candidate => ({
  family: median(
    MEDIAN,
    candidates.map(({ family }) => family),
    members,
  ),
  baseline: false,
});

/** What answers when nothing beats it. */
export const fallbackOf = ({ kind }: Pick<FamilyTask, "kind">): string =>
  kind === "spend" ? "run_rate" : "mean";

/** Every family that can try the task, baselines first, by the names under which models are saved. */
export function familiesOf(task: FamilyTask): readonly Candidate[] {
  const learners = task.kind === "spend" ? spendFamilies(task) : tableFamilies(task);
  return [
    ...baselinesOf(task).map((family) => ({ family, baseline: true })),
    ...learners.map((family) => ({ family, baseline: false })),
  ];
}

/** Features that are an answer by themselves, and the days they cover where those are not the horizon's. */
const ANSWERS = [
  { name: "last_value", column: "last_day_value", days: null },
  { name: "last_7_days", column: "net_7d", days: 7 },
  { name: "last_30_days", column: "net_30d", days: 30 },
  { name: "last_90_days", column: "net_90d", days: 90 },
  { name: "customer_mean", column: "run_rate", days: null },
  { name: "ewma_90d", column: "ewma_90d", days: null },
] as const;

function baselinesOf({ kind, features, horizonDays }: FamilyTask): readonly Family[] {
  const plain = [rules("zero", { rule: "zero" }), rules("mean", { rule: "mean" })];
  if (kind !== "spend") return plain;
  const known = ANSWERS.filter(({ column }) => features.includes(column)).map(({ name, column, days }) =>
    rules(name, { rule: "column", column, scale: days === null ? 1 : horizonDays / days }),
  );
  return [...plain, ...known, rules("run_rate", { rule: "expected" })];
}

/** A table of a user's own, with a number or a yes or no to predict: there is no run-rate to start from. */
function tableFamilies(task: FamilyTask): readonly Family[] {
  const chance = task.kind === "classification";
  const own = { loss: { loss: chance ? "logistic" : "squared" }, offset: false } as const;
  return [
    linear("linear", { ...own, ridge: 0.001 }),
    trees("trees", { ...TREES, ...own, leaves: 16, depth: 5, lambda: 1, minCurvature: chance ? 5 : 20 }),
    forest("forest", { ...FOREST, answers: chance ? "chance" : "amount", offset: false }),
    neural(PREFERRED, { ...NETWORK, ...own, ...TABLE_NETWORK, learningRate: chance ? 0.001 : 0.003 }),
    ...recurrentOf(task, own),
  ];
}
