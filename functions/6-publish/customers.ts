import type { ObjectStore, Warehouse } from "../../shared/ports.ts";
import { isLost, readEntries } from "../../shared/serving/parts.ts";
import {
  type CustomerDay,
  type CustomerHistory,
  customers,
} from "../../shared/serving/sections/customers.ts";
import type { SnapshotManifest } from "../../shared/serving/snapshot-manifest.ts";
import { mergeJoin } from "./merge-join.ts";
import { allDays, changedDays, type DaysOfCustomer, register } from "./read-customers.ts";

type Customers = AsyncGenerator<readonly [string, CustomerHistory]>;

/** Reads every customer with all days from the tables. */
export const customersInTables = (warehouse: Warehouse): Customers =>
  withRegister(allDays(warehouse), warehouse);

/** The snapshot in force and the tables contradict each other. */
export class Disagreement extends Error {
  override readonly name = "Disagreement";
}

export interface Change {
  readonly snapshot: SnapshotManifest;
  /** In order. No other day differs between the snapshot and the tables, unless another token waits for it. */
  readonly days: readonly string[];
  /** How many customers the daily sales count on each day. */
  readonly counted: ReadonlyMap<string, number>;
  /** Whether metrics are being changed on days other than these. */
  readonly moreToCome: () => Promise<boolean>;
}

/** The same from the customers of a snapshot: only the changed days are read from the tables. */
export async function* customersAfter(
  { warehouse, serving }: { readonly warehouse: Warehouse; readonly serving: ObjectStore },
  { snapshot, days, counted, moreToCome }: Change,
): Customers {
  const found = new Map<string, number>();
  const before = readEntries(serving, snapshot, customers);
  const replaced = daysReplaced(before, changedDays(warehouse, days), new Set(days));
  for await (const customer of withRegister(replaced, warehouse)) {
    for (const [day] of customer[1].days) found.set(day, (found.get(day) ?? 0) + 1);
    yield customer;
  }
  const wrong = [...new Set([...counted.keys(), ...found.keys()])].filter(
    (day) => (counted.get(day) ?? 0) !== (found.get(day) ?? 0),
  );
  // A day that is being rebuilt now comes with the next publication.
  if (wrong.length > 0 && !(await moreToCome()))
    throw new Disagreement(
      `the snapshot in force and the tables count different customers on ${wrong.length} days, the first of them ${wrong.sort()[0]}`,
    );
}

export const isNoBase = (error: unknown): error is Error => isLost(error) || error instanceof Disagreement;

async function* daysReplaced(
  before: Customers,
  changed: AsyncIterable<DaysOfCustomer>,
  days: ReadonlySet<string>,
): AsyncGenerator<DaysOfCustomer> {
  for await (const [id, history, now] of mergeJoin(before, changed)) {
    const kept = history?.days.filter(([day]) => !days.has(day)) ?? [];
    const all = now === undefined ? kept : [...kept, ...now].sort(byDay);
    if (all.length > 0) yield [id, all];
  }
}

const byDay = ([left]: CustomerDay, [right]: CustomerDay): number => (left < right ? -1 : 1);

async function* withRegister(days: AsyncIterable<DaysOfCustomer>, warehouse: Warehouse): Customers {
  for await (const [id, all, person] of mergeJoin(days, register(warehouse)))
    if (all) yield [id, { days: [...all], joined: person?.joined ?? null, age: person?.years ?? null }];
}
