import { z } from "zod";

const Name = z.string().regex(/^[a-z][a-z0-9_]*$/, "must be lower case words joined by underscores");
const File = z.string().regex(/^[a-z0-9_./]+\.(sql|yaml)$/, "must name a .sql or .yaml file");
const Days = z.int().positive();

/** What a feature says about a row, for reasons in plain words. */
export const FeatureGroup = z.enum([
  "recency",
  "frequency",
  "value",
  "trend",
  "season",
  "basket",
  "returns",
  "place",
  "person",
]);
export type FeatureGroup = z.infer<typeof FeatureGroup>;

export const Feature = z.strictObject({ name: Name, group: FeatureGroup, words: z.string().min(1) });
export type Feature = z.infer<typeof Feature>;

/** What is to be predicted of a row, and of which rows. */
const Label = z.strictObject({
  says: z.string(),
  sql: File,
  /** Rows of every as-of date, or only of entities whose last purchase was the day before. */
  rows: z.enum(["every_day", "after_purchase"]).default("every_day"),
  /** What a row without a label means, once its window has passed: nothing happened, or that nobody knows. */
  absent: z.enum(["zero", "unknown"]),
});

/** A task file: a few SQL files and what their rows mean. Paths are relative to the file. */
export const TaskFile = z.strictObject({
  name: Name,
  says: z.string(),
  kind: z.enum(["regression", "classification"]),
  /** One row for each as-of date and entity, or also for each of the days ahead. */
  row: z.enum(["window", "day_ahead"]),
  entity: Name,
  unit: z.enum(["money", "chance"]),
  horizonDays: Days,
  /** As-of dates to train on: so many days apart, the first after so much history; below `leastRows` no model. */
  origins: z.strictObject({ everyDays: Days, historyDays: Days, leastRows: z.int().positive() }),
  rows: File,
  features: File,
  leaveOut: z.array(Name).default([]),
  sequence: z.strictObject({ sql: File, days: Days, channels: z.array(Name).min(1) }).optional(),
  /** Past values as a plain series, for the families that need nothing else. */
  series: File.optional(),
  label: Name,
  labels: z.record(Name, Label),
});

/** A task with one of its labels chosen, and the text of its SQL. */
export interface Task
  extends Omit<
    z.infer<typeof TaskFile>,
    "rows" | "features" | "leaveOut" | "labels" | "sequence" | "series"
  > {
  readonly rowsSql: string;
  readonly features: readonly Feature[];
  readonly sequence?: { readonly sql: string; readonly days: number; readonly channels: readonly string[] };
  readonly seriesSql?: string;
  readonly labelSql: string;
  readonly onlyAfterPurchase: boolean;
  readonly absent: "zero" | "unknown";
  /** Everything its rows depend on but the tables, in one text: another text, another model. */
  readonly definition: string;
}
