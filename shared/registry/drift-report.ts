import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { readJson, updateJson } from "../work/json-object.ts";
import type { Card } from "./card.ts";

/** How far the values of today's rows have drifted from training, per feature. Written with each publication. */
export const DriftReport = z.strictObject({
  schema: z.literal("daybook.drift/v1"),
  task: z.string(),
  version: z.string(),
  at: z.iso.datetime(),
  asOf: z.iso.date(),
  rows: z.int(),
  /** Population stability index: above 0.1 worth a look, above 0.25 another population. The most important feature first. */
  features: z.array(z.strictObject({ name: z.string(), psi: z.number() })),
});
export type DriftReport = z.infer<typeof DriftReport>;

/** Of the population stability index. */
const limit = 0.25;
/** Only drift of this many of the most important features calls for another model. */
const watched = 5;
/** With fewer rows the index is mostly chance. */
const leastRows = 100;

const reportName = (task: string) => `drift/v1/${task}.json`;

export const driftIn = (state: ObjectStore) => ({
  last: async (task: string): Promise<DriftReport | undefined> =>
    (await readJson(state, reportName(task), DriftReport))?.value,
  async record(report: DriftReport): Promise<void> {
    await updateJson(state, reportName(report.task), DriftReport, () => report);
  },
});

/** The important features that have drifted; empty if none has. */
export const drifted = ({ rows, features }: DriftReport): DriftReport["features"] =>
  rows < leastRows ? [] : features.slice(0, watched).filter(({ psi }) => psi > limit);

/** A card's features, the most important first, without those of the season: they change all year. */
export const watchedFeatures = ({ features, importances }: Card): readonly Card["features"][number][] => {
  const places = new Map(importances.map(({ feature }, place) => [feature, place]));
  const importance = (name: string) => places.get(name) ?? importances.length;
  return features
    .filter(({ group, profile }) => group !== "season" && profile !== undefined)
    .toSorted((a, b) => importance(a.name) - importance(b.name));
};
