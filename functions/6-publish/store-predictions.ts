import { z } from "zod";
import { JobFailed } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Params } from "../../shared/ports.ts";
import type { PublishedForecast } from "../../shared/serving/sections/company.ts";
import { date, sqlFile, texts } from "../../shared/sql.ts";
import { readJson } from "../../shared/work/json-object.ts";
import type { Intent } from "../../shared/work/lease.ts";
import { someAtOnce } from "../../shared/work/some-at-once.ts";
import { submitScript } from "../../shared/work/submit.ts";
import { type Batch, Slice } from "./batch.ts";
import type { CompanyRead } from "./read-company.ts";

const beforeSql = sqlFile(import.meta.url, "outdated_predictions.sql");
const spendSql = sqlFile(import.meta.url, "spend_predictions.sql");
const salesSql = sqlFile(import.meta.url, "sales_predictions.sql");

/** Everything that the jobs need: a worker that takes over the intent runs exactly the same ones. */
export const PredictionsPlan = z.strictObject({
  from: z.iso.date(),
  madeOn: z.iso.date(),
  tasks: z.array(z.string()),
  /** Objects in the serving bucket. */
  slices: z.array(z.string()),
  /** The lines that sales_predictions.sql reads; null if there was too little history for a forecast. */
  forecast: z.array(z.string()).nullable(),
});
export type PredictionsPlan = z.infer<typeof PredictionsPlan>;

/** What a publication stores; nothing before the first file, or without a model and a forecast. */
export const planPredictions = (
  { view }: CompanyRead,
  from: string | undefined,
  { names, slices }: Pick<Batch, "names" | "slices">,
  started: Date,
): PredictionsPlan[] => {
  const forecast = view.forecast ? forecastLines(view.forecast) : null;
  if (from === undefined || (names.length === 0 && forecast === null)) return [];
  const madeOn = started.toISOString().slice(0, 10);
  return [{ from, madeOn, tasks: [...names], slices: [...slices], forecast }];
};

/** Each job takes seconds. They only add rows, so BigQuery runs them in parallel. */
export const slicesAtOnce = 4;

/**
 * Replaces the predictions that start on this day; earlier ones stay as they were made. A worker that takes over submits
 * all jobs again under the same ids, the deletion first: none takes effect twice.
 */
export const storePredictions = async (platform: Platform, { jobId, payload }: Intent): Promise<void> => {
  const { from, madeOn, tasks, slices, forecast } = PredictionsPlan.parse(payload);
  const days = { predicted_from: date(from), made_on: date(madeOn) };
  const run = (job: string, script: string, params: Params) =>
    submitScript(platform.warehouse, { id: `${jobId}-${job}`, script, params });
  if (slices.length > 0) await run("before", beforeSql, { predicted_from: date(from), tasks: texts(tasks) });
  await someAtOnce([...slices.entries()], slicesAtOnce, async ([place, object]) => {
    const slice = await readJson(platform.serving, object, Slice);
    if (!slice) return giveUp(platform, `${jobId}-spend-${place}`, object);
    await run(`spend-${place}`, spendSql, { ...days, lines: texts(slice.value.lines) });
  });
  if (forecast) await run("sales", salesSql, { ...days, forecast: texts(forecast) });
};

/** A slice that is gone (a person was erased) is published anew: its job must not run late, nor hold up the stage. */
const giveUp = async ({ warehouse }: Platform, id: string, object: string): Promise<void> => {
  if ((await warehouse.burn({ id, script: "", params: {} })) === "burnt")
    throw new JobFailed(`${id}: ${object} is gone; the predictions are made anew`);
};

const forecastLines = ({ days, method, version }: PublishedForecast): string[] =>
  days.map(({ date: day, closed, value, low80, high80, low95, high95 }) => {
    const money = [value, low80, high80, low95, high95].map((amount) => amount.toFixed(2));
    return `${[day, closed ? "closed" : "open", ...money, version ?? ""].join(" ")}|${method}`;
  });
