import { dayOf } from "../../shared/dates.ts";
import { predictionRanges, rounded } from "../../shared/learning/amounts.ts";
import { binCounts, populationStability } from "../../shared/learning/metrics/drift.ts";
import type { Inputs } from "../../shared/learning/model.ts";
import { concatenate } from "../../shared/learning/numbers.ts";
import { type DriftReport, watchedFeatures } from "../../shared/registry/drift-report.ts";
import type { CompanyView } from "../../shared/serving/sections/company.ts";
import type { CustomerHistory } from "../../shared/serving/sections/customers.ts";
import { joinSequences } from "../../shared/tasks/join-parts.ts";
import type { ModelInForce } from "./models-in-force.ts";

/** The company that all customers are compared with, and the day that all tasks predict from. */
export interface CompanyAsOf {
  readonly company: CompanyView;
  /** The first day that is not known yet. */
  readonly from: string;
}

/** A model that was trained on the days to predict would recite them, and its accuracy would be flattered for ever. */
export const hasSeen = ({ card }: ModelInForce, from: string): boolean =>
  dayOf(card.training.to) + card.horizonDays > dayOf(from);

/** What the drift report is made of: how many values of each watched feature are in each bin. */
export interface TaskCounts {
  readonly rows: number;
  readonly counts: readonly (readonly number[])[];
}

/** Collects one task's predictions and drift, slice by slice of the customers. */
export class TaskBatch {
  readonly #inForce: ModelInForce;
  readonly #asOf: CompanyAsOf;
  readonly #watched: ReturnType<typeof watchedFeatures>;
  readonly #counts: number[][];
  #rows: number;

  constructor(inForce: ModelInForce, asOf: CompanyAsOf, earlier?: TaskCounts) {
    this.#inForce = inForce;
    this.#asOf = asOf;
    this.#watched = watchedFeatures(inForce.card);
    this.#counts =
      earlier?.counts.map((counts) => [...counts]) ??
      this.#watched.map(({ profile }) => Array((profile?.edges.length ?? 0) + 2).fill(0));
    this.#rows = earlier?.rows ?? 0;
  }

  get counted(): TaskCounts {
    return { rows: this.#rows, counts: this.#counts };
  }

  get name(): string {
    return this.#inForce.task.name;
  }

  /** A line for each customer who bought before the day. */
  predict(
    customers: readonly (readonly [string, CustomerHistory])[],
    tell?: (id: string, value: number) => void,
  ): string[] {
    const { model, describe } = this.#inForce;
    const { company, from } = this.#asOf;
    const known = customers.flatMap(([id, history]) => {
      const inputs = describe(this.#inForce, history, company, { date: from });
      return inputs ? [{ id, inputs }] : [];
    });
    if (known.length === 0) return [];
    const inputs = stack(known.map((each) => each.inputs));
    this.#count(inputs);
    const values = model.predict(inputs);
    const chances = model.parts?.(inputs).chance;
    return known.map(({ id }, row) => {
      tell?.(id, Math.max(0, values[row] ?? 0));
      return this.#toLine(id, values[row] ?? 0, inputs.expected[row] ?? 0, chances?.[row]);
    });
  }

  drift(at: Date): DriftReport {
    const { task, card } = this.#inForce;
    return {
      schema: "daybook.drift/v1",
      task: task.name,
      version: card.version,
      at: at.toISOString(),
      asOf: this.#asOf.from,
      rows: this.#rows,
      features: this.#watched.map(({ name, profile }, index) => ({
        name,
        psi: profile ? populationStability(profile, this.#counts[index] ?? []) : 0,
      })),
    };
  }

  #count(inputs: Inputs): void {
    const width = inputs.features.length;
    this.#rows += inputs.rows;
    for (const [index, { name, profile }] of this.#watched.entries()) {
      const column = inputs.features.indexOf(name);
      const values = Float64Array.from(
        { length: inputs.rows },
        (_, row) => inputs.x[row * width + column] ?? Number.NaN,
      );
      const sums = this.#counts[index] ?? [];
      for (const [bin, count] of binCounts(profile?.edges ?? [], values).entries())
        sums[bin] = (sums[bin] ?? 0) + count;
    }
  }

  /** As spend_predictions.sql reads it. */
  #toLine(id: string, predicted: number, runRate: number, chance: number | undefined): string {
    const { task, card } = this.#inForce;
    const value = Math.max(0, predicted);
    const ranges = predictionRanges(card, value);
    const bounds = [ranges?.within80.low, ranges?.within80.high, ranges?.within95.low, ranges?.within95.high];
    const words = [
      task.name,
      task.horizonDays,
      money(value),
      ...bounds.map((bound) => (bound === undefined ? "" : money(bound))),
      chance ?? "",
      money(runRate),
      card.version,
    ];
    return `${words.join(" ")}|${id}`;
  }
}

/** Without an exponent: NUMERIC does not parse one. */
const money = (value: number): string => rounded(value).toFixed(2);

const stack = (rows: readonly Inputs[]): Inputs => {
  const [first] = rows;
  if (!first) throw new Error("there are no rows");
  const sequences = joinSequences(rows.flatMap((row) => row.sequences ?? []));
  const parts = rows.map(({ x }) => x);
  return {
    features: first.features,
    rows: rows.length,
    x: concatenate(Float64Array, parts),
    expected: Float64Array.from(rows, ({ expected }) => expected[0] ?? 0),
    ...(sequences && { sequences }),
  };
};
