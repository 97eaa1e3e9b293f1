import { dayOf } from "../../shared/dates.ts";
import { rangesOf, rounded } from "../../shared/models/amounts.ts";
import type { Inputs } from "../../shared/models/model.ts";
import { dayAfter, describe } from "../../shared/serving/describe-customer.ts";
import type { SpendAnswer, SpendRequest } from "./api.ts";
import { averageSpend, dateOf } from "./known-days.ts";
import { reasonsFor } from "./reasons.ts";
import { warningsFor } from "./warnings.ts";
import type { LoadedModel, World } from "./world.ts";

export const answerSpend = async (world: World, question: SpendRequest): Promise<SpendAnswer> => {
  const { value: snapshot, stale: staleSnapshot } = world.snapshot;
  const { value: loaded, stale: staleModel } = world.model(question.horizon);
  const { manifest, company } = snapshot;
  const { date, lastKnown } = dateOf(snapshot, question);
  const history = await snapshot.customer(question.customer);
  const { today } = question;
  const inputs = describe(loaded.task, history, company, { date, ...(today && { today }) });
  const before = today && describe(loaded.task, history, company, { date: dayAfter(date) });
  const from = today ? dayAfter(date) : date;
  const { horizonDays } = loaded.task;
  const value = inputs ? expectedOf(loaded, inputs) : averageSpend(snapshot, horizonDays);
  const parts = inputs && loaded.model.parts?.(inputs);
  const outside = inputs ? outsideOf(loaded, inputs) : [];
  const withoutToday = before ? expectedOf(loaded, before) : averageSpend(snapshot, horizonDays);
  return {
    customer: question.customer,
    from,
    to: dayAfter(from, horizonDays - 1),
    currency: manifest.currency,
    value: rounded(value),
    ...intervals(loaded, value),
    ...chanceOf(parts),
    ...(today && {
      withoutToday: { value: rounded(withoutToday), change: rounded(value - withoutToday) },
    }),
    reasons: inputs ? reasonsFor(loaded, inputs) : [],
    asOf: today ? date : lastKnown,
    model: { task: loaded.card.task, version: loaded.card.version, family: loaded.card.family },
    snapshot: manifest.id,
    unseen: history === undefined || (inputs === undefined && !today),
    extrapolating: outside.length > 0 || dayOf(date) > dayOf(manifest.asOf ?? date) + 1,
    stale: staleSnapshot !== undefined || staleModel !== undefined,
    warnings: warningsFor(loaded, { snapshot, date, inputs, outside, staleSnapshot, staleModel }),
  };
};

const expectedOf = ({ model }: LoadedModel, inputs: Inputs): number =>
  Math.max(0, model.predict(inputs)[0] ?? 0);

const chanceOf = (parts: { chance: Float64Array; amount: Float64Array } | undefined) =>
  parts ? { chance: parts.chance[0] ?? 0, amountIfBuying: rounded(parts.amount[0] ?? 0) } : {};

/** Without any history behind it: from nothing to the answer. */
const intervals = ({ card }: LoadedModel, value: number): Pick<SpendAnswer, "interval80" | "interval95"> => {
  const none = { low: 0, high: rounded(value) };
  const ranges = rangesOf(card, value);
  return { interval80: ranges?.within80 ?? none, interval95: ranges?.within95 ?? none };
};

/** A company grows and a year goes on: only what lies far beyond all that the model was trained on is worth a warning. */
const farBeyond = 0.5;

const outsideOf = ({ card }: LoadedModel, inputs: Inputs): string[] =>
  card.features.flatMap(({ name, group, low, high }, index) => {
    const value = inputs.x[index] ?? Number.NaN;
    if (Number.isNaN(value) || low === null || high === null || group === "season") return [];
    const margin = farBeyond * (high - low);
    if (value >= low - margin && value <= high + margin) return [];
    return [`${name} is ${rounded(value)}, and the model has seen ${rounded(low)} to ${rounded(high)}`];
  });
