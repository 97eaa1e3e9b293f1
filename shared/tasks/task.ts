import { z } from "zod";
import { Kind, type Target, targetFor, Unit, unitsAllowed } from "../learning/targets.ts";

const Name = z.string().regex(/^[a-z][a-z0-9_]*$/, "must be lower-case words joined by underscores");
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
  "record",
  "open",
  "age",
  "dispute",
]);
export type FeatureGroup = z.infer<typeof FeatureGroup>;

const Feature = z.strictObject({ name: Name, group: FeatureGroup, words: z.string().min(1) });
export type Feature = z.infer<typeof Feature>;
export const Features = z.array(Feature).min(1);

/** Code that works out features from a serving snapshot: see serving/describers.ts. */
export const DescriberName = z.enum(["spend"]);
export type DescriberName = z.infer<typeof DescriberName>;

const Label = z.strictObject({
  says: z.string(),
  sql: File,
  /** Rows of every as-of date, or only of entities whose last purchase was the day before. */
  rows: z.enum(["every_day", "after_purchase"]).default("every_day"),
  /** What a missing label means once the row's window is over: zero, or that the outcome is unknown. */
  absent: z.enum(["zero", "unknown"]),
});

const fields = z.strictObject({
  name: Name,
  says: z.string(),
  kind: Kind,
  unit: Unit,
  /** One row per as-of date and entity; also per day ahead; or per `item` of the entity, such as an invoice. */
  row: z.enum(["window", "day_ahead", "item"]),
  entity: Name,
  horizonDays: Days,
  /** As-of dates to train on: how far apart, how much history the first one needs, and the rows that a model needs. */
  origins: z.strictObject({
    everyDays: Days,
    historyDays: Days,
    leastRows: z.int().positive(),
    /** How far back rows are read, and how fast they lose weight; by default what a task of its horizon needs. */
    readDays: Days.optional(),
    halfLifeDays: Days.optional(),
  }),
  /** The first and last day that are known (`first_day`, `last_day`); by default those of sales. */
  knownDays: File.optional(),
  /** `number_of_rows` there are to read; by default customers × as-of dates. */
  size: File.optional(),
  /** The family that serves unless another is better by more than noise; by default as the kind of task says. */
  preferred: Name.optional(),
  /** A feature whose amounts come in by chance: bands of their sums are measured in training. */
  sumsOf: Name.optional(),
  /** Families that do not try this task. */
  leaveOutFamilies: z.array(Name).default([]),
  rows: File,
  /** A list, or a file that several tasks share. */
  features: z.union([File, Features]),
  leaveOut: z.array(Name).default([]),
  /** Without a describer a task is trained but never served from a snapshot. */
  describer: DescriberName.optional(),
  sequence: z.strictObject({ sql: File, days: Days, channels: z.array(Name).min(1) }).optional(),
  /** Past values, one a day: all that forecasting methods read. */
  series: File.optional(),
  label: Name,
  labels: z.record(Name, Label),
});

/** A task file. Paths are relative to it. */
export const TaskFile = fields.transform((file, { issues }) => {
  const { kind, unit, series, label, labels } = file;
  const fault = (path: keyof typeof file, message: string) =>
    issues.push({ code: "custom", input: file, path: [path], message });
  const target = targetFor(kind, unit);
  if (!target)
    fault("unit", `a ${kind} cannot have the unit ${unit}; it may have ${unitsAllowed(kind).join(" or ")}`);
  if ((kind === "forecast") !== (series !== undefined))
    fault("series", `a ${kind} ${series === undefined ? "needs" : "cannot have"} a series`);
  if (!labels[label])
    fault("label", `there is no label ${label}; there are ${Object.keys(labels).join(", ")}`);
  return { ...file, target: target ?? "number" };
});

/** A task with one of its labels chosen, and the text of its SQL. */
export interface Task
  extends Omit<
    z.infer<typeof TaskFile>,
    "rows" | "features" | "leaveOut" | "labels" | "sequence" | "series" | "target" | "knownDays" | "size"
  > {
  /** What kind and unit together predict. */
  readonly target: Target;
  readonly rowsSql: string;
  readonly knownDaysSql?: string;
  readonly sizeSql?: string;
  readonly features: readonly Feature[];
  readonly sequence?: { readonly sql: string; readonly days: number; readonly channels: readonly string[] };
  readonly seriesSql?: string;
  readonly labelSql: string;
  readonly onlyAfterPurchase: boolean;
  readonly absent: "zero" | "unknown";
  /** All that its rows depend on except the tables. If this text changes, the model must change. */
  readonly definition: string;
}

export const featureNames = ({ features }: Pick<Task, "features">): readonly string[] =>
  features.map(({ name }) => name);
