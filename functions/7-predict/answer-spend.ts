import { setImmediate } from "node:timers/promises";
import { messageOf } from "../../shared/errors.ts";
import { predictionRanges, rounded } from "../../shared/learning/amounts.ts";
import type { Inputs, Parts } from "../../shared/learning/model.ts";
import { Problem } from "../../shared/routes/problem.ts";
import { dayAfter, describe } from "../../shared/serving/describe-customer.ts";
import type { Served } from "../../shared/serving/latest-good.ts";
import { company } from "../../shared/serving/sections/company.ts";
import { type CustomerHistory, customers } from "../../shared/serving/sections/customers.ts";
import { andThen, type ValueOrPromise } from "../../shared/value-or-promise.ts";
import type { BatchAnswer, BatchRequest, SpendAnswer, SpendRequest } from "./api.ts";
import { averageSpend, datesAsked } from "./known-days.ts";
import type { LoadedModel } from "./model-readers.ts";
import { reasonsFor } from "./reasons.ts";
import type { ServingState } from "./serving-state.ts";
import { valuesOutside, warningsFor } from "./warnings.ts";

export const answerSpend = (state: ServingState, question: SpendRequest): ValueOrPromise<SpendAnswer> => {
  const { value: snapshot } = state.snapshot;
  const loaded = state.model(question.horizon);
  const days = datesAsked(snapshot, question);
  return andThen(snapshot.find(customers, question.customer), (history) =>
    answerFrom(state.snapshot, loaded, question, days, history),
  );
};

const atOnce = 50;

/** Answers all questions from one serving state, in their order. */
export const answerBatch = async (state: ServingState, { questions }: BatchRequest): Promise<BatchAnswer> => {
  const answers: BatchAnswer["answers"] = [];
  for (let start = 0; start < questions.length; start += atOnce) {
    const some = questions.slice(start, start + atOnce);
    answers.push(...(await Promise.all(some.map((question) => answerOne(state, question)))));
    // Other requests get their turn between two chunks.
    await setImmediate();
  }
  return { answers };
};

const answerOne = async (
  state: ServingState,
  question: SpendRequest,
): Promise<BatchAnswer["answers"][number]> => {
  try {
    return await answerSpend(state, question);
  } catch (error) {
    if (!(error instanceof Problem) || error.document.status === 503) throw error;
    return { customer: question.customer, problem: messageOf(error) };
  }
};

const answerFrom = (
  { value: snapshot, stale: staleSnapshot }: ServingState["snapshot"],
  { value: loaded, stale: staleModel }: Served<LoadedModel>,
  { customer, today }: SpendRequest,
  { date, ahead, lastKnown }: ReturnType<typeof datesAsked>,
  history: CustomerHistory | undefined,
): SpendAnswer => {
  const { manifest } = snapshot;
  const { horizonDays } = loaded.task;
  const inputs = describe(loaded, history, snapshot.section(company), { date, ...(today && { today }) });
  const from = today ? dayAfter(date) : date;
  const parts = inputs && loaded.model.parts?.(inputs);
  const value = inputs ? predictedValue(loaded, inputs, parts) : averageSpend(snapshot, horizonDays);
  const outside = inputs ? valuesOutside(loaded.card, inputs) : [];
  const withoutToday = () => {
    const before = describe(loaded, history, snapshot.section(company), { date: from });
    const usual = before ? predictedValue(loaded, before) : averageSpend(snapshot, horizonDays);
    return { value: rounded(usual), change: rounded(value - usual) };
  };
  return {
    customer,
    from,
    to: dayAfter(from, horizonDays - 1),
    currency: manifest.currency,
    value: rounded(value),
    ...intervals(loaded, value),
    ...chanceFields(parts),
    ...(today && { withoutToday: withoutToday() }),
    reasons: inputs ? reasonsFor(loaded, inputs) : [],
    asOf: today ? date : lastKnown,
    model: { task: loaded.card.task, version: loaded.card.version, family: loaded.card.family },
    snapshot: manifest.id,
    unseen: history === undefined || (inputs === undefined && !today),
    extrapolating: outside.length > 0 || ahead > 1,
    stale: staleSnapshot !== undefined || staleModel !== undefined,
    warnings: warningsFor(loaded, { snapshot, date, ahead, inputs, outside, staleSnapshot, staleModel }),
  };
};

/** The prediction of a model with parts is their product: it is not computed twice. */
const predictedValue = ({ model }: LoadedModel, inputs: Inputs, parts?: Parts): number =>
  Math.max(0, (parts ? (parts.amount[0] ?? 0) * (parts.chance[0] ?? 0) : model.predict(inputs)[0]) ?? 0);

const chanceFields = (parts: Parts | undefined) =>
  parts ? { chance: parts.chance[0] ?? 0, amountIfBuying: rounded(parts.amount[0] ?? 0) } : {};

/** A model without recorded errors has no intervals: the range is then from zero to the value. */
const intervals = ({ card }: LoadedModel, value: number): Pick<SpendAnswer, "interval80" | "interval95"> => {
  const none = { low: 0, high: rounded(value) };
  const ranges = predictionRanges(card, value);
  return { interval80: ranges?.within80 ?? none, interval95: ranges?.within95 ?? none };
};
