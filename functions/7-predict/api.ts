import { z } from "zod";
import { PublishedForecast } from "../../shared/serving/sections/company.ts";
import { Basket } from "../../shared/tasks/spend/customer-day.ts";

/** The bodies of requests and replies. The OpenAPI document is generated from them. */

export const mostInBatch = 1000;

export const Horizon = z
  .enum(["next_day", "30d"])
  .describe("next_day: the day asked about alone; 30d: it and the 29 days after it");
export type Horizon = z.infer<typeof Horizon>;

const CustomerId = z.string().min(1).max(200);

export const CustomerPath = z.strictObject({ id: CustomerId });

export const SpendRequest = z.strictObject({
  customer: CustomerId,
  date: z.iso
    .date("Invalid ISO date: it must be a day of the calendar, written as 2024-10-06")
    .optional()
    .describe("The first day asked about; the first day that is not known yet when left out"),
  horizon: Horizon.default("30d"),
  today: Basket.optional().describe(
    "Shopping on `date` that no file has told of yet. The answer is then for the days after it",
  ),
});
export type SpendRequest = z.infer<typeof SpendRequest>;

export const BatchRequest = z.strictObject({ questions: z.array(SpendRequest).min(1).max(mostInBatch) });
export type BatchRequest = z.infer<typeof BatchRequest>;

const Range = z.strictObject({ low: z.number(), high: z.number() });

const Reason = z.strictObject({
  feature: z.string(),
  words: z.string(),
  value: z.number().nullable().describe("Null: not known of this customer"),
  before: z.number().nullable().optional().describe("Its value without today's basket"),
  effect: z.number().describe("How far it moves the answer, in money"),
});
export type Reason = z.infer<typeof Reason>;

const WithoutToday = z.strictObject({
  value: z.number(),
  change: z.number().describe("Never below zero over 30 days, unless more was returned than bought"),
  reasons: z.array(Reason).max(3).describe("Why it changes: change = their effects + otherReasons"),
  otherReasons: z.number(),
});

export const SpendAnswer = z.strictObject({
  customer: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  currency: z.string(),
  value: z.number().describe("Expected net spend in these days"),
  interval80: Range,
  interval95: Range,
  chance: z.number().optional().describe("That they buy at all; given for a single day"),
  amountIfBuying: z.number().optional().describe("value = chance × amountIfBuying"),
  withoutToday: WithoutToday.optional(),
  start: z.number().describe("What an average customer spends: value = start + effects + otherReasons"),
  reasons: z.array(Reason).max(3),
  otherReasons: z.number().describe("The effect of everything that is no reason of its own"),
  asOf: z.iso.date().describe("The last day that the answer takes into account"),
  model: z.strictObject({ task: z.string(), version: z.string(), family: z.string() }),
  snapshot: z.string(),
  unseen: z.boolean().describe("Nothing is known of this customer: the answer is that of an average one"),
  extrapolating: z
    .boolean()
    .describe("Something about this customer lies outside of what the model has seen"),
  stale: z
    .boolean()
    .describe(
      "The newest model or snapshot failed its test and the one before it answers, or, unless a date was asked for, the last known day is more than a week ago",
    ),
  warnings: z.array(z.string()),
});
export type SpendAnswer = z.infer<typeof SpendAnswer>;

export const BatchAnswer = z.strictObject({
  answers: z.array(z.union([SpendAnswer, z.strictObject({ customer: z.string(), problem: z.string() })])),
});
export type BatchAnswer = z.infer<typeof BatchAnswer>;

export const CustomerAnswer = z.strictObject({
  customer: z.string(),
  country: z.string().nullable(),
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
  purchaseDays: z.int(),
  orders: z.int(),
  gross: z.number(),
  returns: z.number(),
  net: z.number(),
  currency: z.string(),
  latest: z.array(z.strictObject({ date: z.iso.date(), orders: z.int(), net: z.number() })),
  predictions: z.array(SpendAnswer),
});
export type CustomerAnswer = z.infer<typeof CustomerAnswer>;

export const ForecastAnswer = z.strictObject({
  currency: z.string(),
  snapshot: z.string(),
  stale: z
    .boolean()
    .describe(
      "The newest snapshot failed its test and the one before it answers, or the last known day is more than a week ago",
    ),
  warnings: z.array(z.string()),
  forecast: PublishedForecast,
  recent: z.array(z.strictObject({ date: z.iso.date(), net: z.number() })),
});
export type ForecastAnswer = z.infer<typeof ForecastAnswer>;

export const ModelsAnswer = z.strictObject({
  models: z.array(
    z.strictObject({
      task: z.string(),
      version: z.string(),
      family: z.string(),
      created: z.string(),
      trainedUntil: z.string(),
      holdout: z.record(z.string(), z.number().nullable()),
      stale: z.string().optional(),
    }),
  ),
});
export type ModelsAnswer = z.infer<typeof ModelsAnswer>;

export const Health = z.strictObject({ status: z.enum(["ok", "not ready"]), reasons: z.array(z.string()) });
