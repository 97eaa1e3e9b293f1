import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { readJson, updateJson } from "../work/json-object.ts";
import type { Card } from "./card.ts";

/** How far today's rows lie from those that a model was trained on, feature by feature. Written with each publication. */
export const DriftReport = z.strictObject({
  schema: z.literal("daybook.drift/v1"),
  task: z.string(),
  version: z.string(),
  at: z.iso.datetime(),
  asOf: z.iso.date(),
  rows: z.int(),
  /** Population stability: above .1 worth a look, above .25 another population. In the order of their importance. */
  features: z.array(z.strictObject({ name: z.string(), psi: z.number() })),
});
export type DriftReport = z.infer<typeof DriftReport>;

/** Above it the rows are those of another population. */
const limit = 0.25;
/** Of how many features, the most important first, a drift asks for another model. */
const watched = 5;
/** Fewer rows are spread by chance alone. */
const leastRows = 100;

const nameOf = (task: string) => `drift/v1/${task}.json`;

export const driftIn = (state: ObjectStore) => ({
  last: async (task: string): Promise<DriftReport | undefined> =>
    (await readJson(state, nameOf(task), DriftReport))?.value,
  async record(report: DriftReport): Promise<void> {
    await updateJson(state, nameOf(report.task), DriftReport, () => report);
  },
});

/** Important features of another population than the model has learned from; empty where all is well. */
export const drifted = ({ rows, features }: DriftReport): DriftReport["features"] =>
  rows < leastRows ? [] : features.slice(0, watched).filter(({ psi }) => psi > limit);

/** A card's features, the most important first. Those that say what time of the year it is must move. */
export const watchedFeatures = ({ features, importances }: Card): readonly Card["features"][number][] => {
  const places = new Map(importances.map(({ feature }, place) => [feature, place]));
  const placeOf = (name: string) => places.get(name) ?? importances.length;
  return features
    .filter(({ group, profile }) => group !== "season" && profile !== undefined)
    .toSorted((a, b) => placeOf(a.name) - placeOf(b.name));
};
