import type { ObjectStore, Warehouse } from "../../shared/ports.ts";
import { customersIn, isLost } from "../../shared/serving/parts.ts";
import type { CustomerDay, CustomerHistory, Manifest } from "../../shared/serving/snapshot.ts";
import { inStep } from "./merge-join.ts";
import { allDays, changedDays, type DaysOfCustomer, register } from "./read-customers.ts";

type Customers = AsyncGenerator<readonly [string, CustomerHistory]>;

/** Every customer with all days, read from the tables as they are now. */
export const customersInTables = (warehouse: Warehouse): Customers =>
  registered(allDays(warehouse), warehouse);

/** What a snapshot holds does not go with the tables as they are. */
export class Disagreement extends Error {
  override readonly name = "Disagreement";
}

export interface Change {
  readonly snapshot: Manifest;
  /** In order. No other day differs between the snapshot and the tables, or another token waits for it. */
  readonly days: readonly string[];
  /** How many customers the daily sales count on each day. */
  readonly counted: ReadonlyMap<string, number>;
  /** Whether metrics are on their way whose days are not among these. */
  readonly moreToCome: () => Promise<boolean>;
}

/** The same, of the customers of a snapshot and the changed days alone: what history weighs is not read from tables again. */
export async function* customersAfter(
  { warehouse, serving }: { readonly warehouse: Warehouse; readonly serving: ObjectStore },
  { snapshot, days, counted, moreToCome }: Change,
): Customers {
  const found = new Map<string, number>();
  const replaced = daysReplaced(customersIn(serving, snapshot), changedDays(warehouse, days), new Set(days));
  for await (const customer of registered(replaced, warehouse)) {
    for (const [day] of customer[1].days) found.set(day, (found.get(day) ?? 0) + 1);
    yield customer;
  }
  const wrong = [...new Set([...counted.keys(), ...found.keys()])].filter(
    (day) => (counted.get(day) ?? 0) !== (found.get(day) ?? 0),
  );
  // A day that is being redone just now comes with the next publication.
  if (wrong.length > 0 && !(await moreToCome()))
    throw new Disagreement(
      `the snapshot in force and the tables count other customers on ${wrong.length} days, the first of them ${wrong.sort()[0]}`,
    );
}

export const isNoBase = (error: unknown): error is Error => isLost(error) || error instanceof Disagreement;

async function* daysReplaced(
  before: Customers,
  changed: AsyncIterable<DaysOfCustomer>,
  days: ReadonlySet<string>,
): AsyncGenerator<DaysOfCustomer> {
  for await (const [id, history, now] of inStep(before, changed)) {
    const kept = history?.days.filter(([day]) => !days.has(day)) ?? [];
    const all = now === undefined ? kept : [...kept, ...now].sort(byDay);
    if (all.length > 0) yield [id, all];
  }
}

const byDay = ([left]: CustomerDay, [right]: CustomerDay): number => (left < right ? -1 : 1);

async function* registered(days: AsyncIterable<DaysOfCustomer>, warehouse: Warehouse): Customers {
  for await (const [id, all, person] of inStep(days, register(warehouse)))
    if (all) yield [id, { days: [...all], joined: person?.joined ?? null, age: person?.years ?? null }];
}
