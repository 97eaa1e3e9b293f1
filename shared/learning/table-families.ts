import { asBaseline, asLearner, type Candidate, type FamilyTask } from "./candidate.ts";
import { average } from "./combined/average.ts";
import { FOREST, NETWORK, TABLE_NETWORK, TREES } from "./family-settings.ts";
import { linear } from "./linear/linear.ts";
import { neural } from "./neural/neural.ts";
import { recurrentFamilies } from "./recurrent-families.ts";
import { rules } from "./rules/rules.ts";
import { forest } from "./trees/forest.ts";
import { trees } from "./trees/trees.ts";

const OWN_RATE = "own_rate";

/** Candidates for any number, or for the chance of a yes: there is no run-rate to start from. */
export function tableCandidates(task: FamilyTask, answers: "amount" | "chance"): readonly Candidate[] {
  const isChance = answers === "chance";
  const own = { loss: { loss: isChance ? "logistic" : "squared" }, offset: false } as const;
  const fitted = [
    linear("linear", { ...own, ridge: 0.001 }),
    trees("trees", { ...TREES, ...own, leaves: 16, depth: 5, lambda: 1, minCurvature: isChance ? 5 : 20 }),
    forest("forest", { ...FOREST, answers, offset: false }),
  ];
  return [
    ...[rules("zero", { rule: "zero" }), rules("mean", { rule: "mean" })].map(asBaseline),
    // What an entity's own record says, where the task works it out.
    ...(task.features.includes(OWN_RATE)
      ? [asBaseline(rules(OWN_RATE, { rule: "column", column: OWN_RATE, scale: 1 }))]
      : []),
    ...[
      ...fitted,
      // Families that see a table in different ways. A task may ask for it: see `preferred` in tasks/task.ts.
      ...(isChance ? [average("average", fitted)] : []),
      neural("mlp", { ...NETWORK, ...own, ...TABLE_NETWORK, learningRate: isChance ? 0.001 : 0.003 }),
      ...recurrentFamilies(task, own),
    ].map(asLearner),
  ];
}
