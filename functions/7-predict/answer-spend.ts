import { setImmediate } from "node:timers/promises";
import { messageOf } from "../../shared/errors.ts";
import { predictionRanges, rounded } from "../../shared/learning/amounts.ts";
import type { Parts } from "../../shared/learning/model.ts";
import { Problem } from "../../shared/routes/problem.ts";
import { dayAfter } from "../../shared/serving/describe-customer.ts";
import type { Served } from "../../shared/serving/latest-good.ts";
import { company } from "../../shared/serving/sections/company.ts";
import { type CustomerHistory, customers } from "../../shared/serving/sections/customers.ts";
import { andThen, type ValueOrPromise } from "../../shared/value-or-promise.ts";
import { stalenessNotes } from "../../shared/words.ts";
import { asKnown, withToday } from "./answer-values.ts";
import type { BatchAnswer, BatchRequest, SpendAnswer, SpendRequest } from "./api.ts";
import { averageCustomer, daysWithoutPurchase } from "./average-customer.ts";
import { datesAsked } from "./known-days.ts";
import type { LoadedModel } from "./model-readers.ts";
import { type Explained, reasonsFor, reasonsForChange } from "./reasons.ts";
import type { ServingState } from "./serving-state.ts";
import { valuesOutside, warningsFor } from "./warnings.ts";

export const answerSpend = (state: ServingState, question: SpendRequest): ValueOrPromise<SpendAnswer> => {
  const { value: snapshot } = state.snapshot;
  const loaded = state.model(question.horizon);
  const days = datesAsked(snapshot, question);
  return andThen(snapshot.find(customers, question.customer), (history) =>
    answerFrom(state, loaded, question, days, history),
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
  { snapshot: { value: snapshot, stale: staleSnapshot }, now }: ServingState,
  { value: loaded, stale: staleModel }: Served<LoadedModel>,
  { customer, today, date: asked }: SpendRequest,
  { date, ahead, lastKnown }: ReturnType<typeof datesAsked>,
  history: CustomerHistory | undefined,
): SpendAnswer => {
  // A day that was asked for needs no warning that it is over.
  const aged = asked === undefined ? stalenessNotes(lastKnown, now) : [];
  const { manifest } = snapshot;
  const { horizonDays } = loaded.task;
  const from = today ? dayAfter(date) : date;
  const average = averageCustomer(snapshot, horizonDays);
  const start = average.spend;
  const onlyReturned = daysWithoutPurchase(history, date) !== undefined;
  const moment = { loaded, history, view: snapshot.section(company), date, average };
  const { inputs, parts, value, before } = today ? withToday(moment, today) : asKnown(moment);
  const outside = inputs ? valuesOutside(loaded.card, inputs) : [];
  return {
    customer,
    from,
    to: dayAfter(from, horizonDays - 1),
    currency: manifest.currency,
    value: rounded(value),
    ...intervals(loaded, value),
    ...chanceFields(parts, value),
    ...(before && { withoutToday: changeFrom(loaded, before, { inputs, value, start }) }),
    start: rounded(start),
    ...reasonsFor(loaded, { inputs, value: rounded(value), start: rounded(start) }),
    asOf: today ? date : lastKnown,
    model: { task: loaded.card.task, version: loaded.card.version, family: loaded.card.family },
    snapshot: manifest.id,
    unseen: history === undefined || (inputs === undefined && !today && !onlyReturned),
    extrapolating: outside.length > 0 || ahead > 1,
    stale: aged.length > 0 || staleSnapshot !== undefined || staleModel !== undefined,
    warnings: [
      ...aged,
      ...warningsFor(loaded, {
        ...{ snapshot, date, ahead, inputs, onlyReturned, outside, staleSnapshot, staleModel },
      }),
    ],
  };
};

const changeFrom = (loaded: LoadedModel, before: Explained, after: Explained) => {
  const [then, now] = [before, after].map((each) => ({ ...each, value: rounded(each.value) }));
  return {
    value: rounded(before.value),
    change: rounded(rounded(after.value) - rounded(before.value)),
    ...(then && now ? reasonsForChange(loaded, then, now) : { reasons: [], otherReasons: 0 }),
  };
};

const chanceFields = (parts: Parts | undefined, value: number) => {
  const [chance = 0, amount = 0] = [parts?.chance[0], parts?.amount[0]];
  return parts ? { chance, amountIfBuying: rounded(chance > 0 ? value / chance : amount) } : {};
};

/** A model without recorded errors has no intervals: the range is then from zero to the value. */
const intervals = ({ card }: LoadedModel, value: number): Pick<SpendAnswer, "interval80" | "interval95"> => {
  const none = { low: 0, high: rounded(value) };
  const ranges = predictionRanges(card, value);
  return { interval80: ranges?.within80 ?? none, interval95: ranges?.within95 ?? none };
};
