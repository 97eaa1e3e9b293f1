import { dayOf } from "../../shared/dates.ts";
import { rangesOf, rounded } from "../../shared/learning/amounts.ts";
import { countsOf, stabilityOf } from "../../shared/learning/metrics/drift.ts";
import type { Inputs } from "../../shared/learning/model.ts";
import { type DriftReport, watchedFeatures } from "../../shared/registry/drift-report.ts";
import { describe } from "../../shared/serving/describe-customer.ts";
import type { CompanyView } from "../../shared/serving/sections/company.ts";
import type { CustomerHistory } from "../../shared/serving/sections/customers.ts";
import type { ModelInForce } from "./models-in-force.ts";

/** What the rows of a slice are made of: all tasks see the same customers as of the same day. */
export interface Moment {
  readonly company: CompanyView;
  /** The first day that is not known yet. */
  readonly from: string;
}

/** A model that knows the days asked about would only recite them: its answers would flatter it for ever. */
export const hasSeen = ({ card }: ModelInForce, from: string): boolean =>
  dayOf(card.training.to) + card.horizonDays > dayOf(from);

/** One task's predictions and drift, over slices of the customers. */
export class TaskBatch {
  readonly #inForce: ModelInForce;
  readonly #moment: Moment;
  readonly #watched: ReturnType<typeof watchedFeatures>;
  readonly #counts: number[][];
  #rows = 0;

  constructor(inForce: ModelInForce, moment: Moment) {
    this.#inForce = inForce;
    this.#moment = moment;
    this.#watched = watchedFeatures(inForce.card);
    this.#counts = this.#watched.map(({ profile }) => Array((profile?.edges.length ?? 0) + 2).fill(0));
  }

  /** A line for each customer who had bought before the day. */
  linesOf(customers: readonly (readonly [string, CustomerHistory])[]): string[] {
    const { model } = this.#inForce;
    const { company, from } = this.#moment;
    const known = customers.flatMap(([id, history]) => {
      const inputs = describe(this.#inForce, history, company, { date: from });
      return inputs ? [{ id, inputs }] : [];
    });
    if (known.length === 0) return [];
    const inputs = stacked(known.map((each) => each.inputs));
    this.#count(inputs);
    const values = model.predict(inputs);
    const chances = model.parts?.(inputs).chance;
    return known.map(({ id }, row) =>
      this.#lineOf(id, values[row] ?? 0, inputs.expected[row] ?? 0, chances?.[row]),
    );
  }

  drift(at: Date): DriftReport {
    const { task, card } = this.#inForce;
    return {
      schema: "daybook.drift/v1",
      task: task.name,
      version: card.version,
      at: at.toISOString(),
      asOf: this.#moment.from,
      rows: this.#rows,
      features: this.#watched.map(({ name, profile }, index) => ({
        name,
        psi: profile ? stabilityOf(profile, this.#counts[index] ?? []) : 0,
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
      for (const [bin, count] of countsOf(profile?.edges ?? [], values).entries())
        sums[bin] = (sums[bin] ?? 0) + count;
    }
  }

  /** As spend_predictions.sql reads it. */
  #lineOf(id: string, predicted: number, runRate: number, chance: number | undefined): string {
    const { task, card } = this.#inForce;
    const value = Math.max(0, predicted);
    const ranges = rangesOf(card, value);
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

/** Never in exponents: NUMERIC text has none. */
const money = (value: number): string => rounded(value).toFixed(2);

const stacked = (rows: readonly Inputs[]): Inputs => {
  const [first] = rows;
  if (!first) throw new Error("there are no rows");
  const { sequences } = first;
  return {
    features: first.features,
    rows: rows.length,
    x: joined(
      rows.map(({ x }) => x),
      (length) => new Float64Array(length),
    ),
    expected: Float64Array.from(rows, ({ expected }) => expected[0] ?? 0),
    ...(sequences && {
      sequences: {
        ...sequences,
        values: joined(
          rows.map((row) => row.sequences?.values ?? new Float32Array()),
          (length) => new Float32Array(length),
        ),
      },
    }),
  };
};

const joined = <Numbers extends Float64Array | Float32Array>(
  parts: readonly Numbers[],
  make: (length: number) => Numbers,
): Numbers => {
  const all = make(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
