import type { ObjectStore, Warehouse } from "../../shared/ports.ts";
import { byBytes } from "../../shared/serving/id-order.ts";
import { isLost, readEntries } from "../../shared/serving/parts.ts";
import {
  type CustomerDay,
  type CustomerHistory,
  customers,
} from "../../shared/serving/sections/customers.ts";
import type { SnapshotManifest } from "../../shared/serving/snapshot-manifest.ts";
import { allDays, changedDays, type DaysOfCustomer, register, tiersInForce } from "./read-customers.ts";

type Customers = AsyncGenerator<readonly [string, CustomerHistory]>;

/** Reads every customer after an id with all days from the tables. */
export const customersInTables = (warehouse: Warehouse, after = ""): Customers =>
  described(allDays(warehouse, after), warehouse, after);

/** The snapshot in force and the tables contradict each other. */
export class Disagreement extends Error {
  override readonly name = "Disagreement";
}

export interface Change {
  readonly snapshot: SnapshotManifest;
  /** In order. No other day differs between the snapshot and the tables, unless another token waits for it. */
  readonly days: readonly string[];
}

/** The same from the customers of a snapshot: only the changed days are read from the tables. */
export const customersAfter = (
  { warehouse, serving }: { readonly warehouse: Warehouse; readonly serving: ObjectStore },
  { snapshot, days }: Change,
  after = "",
): Customers => {
  const before = readEntries(serving, snapshot, customers, after);
  const replaced = daysReplaced(before, changedDays(warehouse, days, after), new Set(days));
  return described(replaced, warehouse, after);
};

/** How many customers there are on each day. */
export type CustomersByDay = ReadonlyMap<string, number>;

/** Throws unless a snapshot and the daily sales count the same customers, or metrics of other days are being changed. */
export const assertAgreement = async (
  found: CustomersByDay,
  counted: CustomersByDay,
  moreToCome: () => Promise<boolean>,
): Promise<void> => {
  const wrong = [...new Set([...counted.keys(), ...found.keys()])].filter(
    (day) => (counted.get(day) ?? 0) !== (found.get(day) ?? 0),
  );
  // A day that is being rebuilt now comes with the next publication.
  if (wrong.length > 0 && !(await moreToCome()))
    throw new Disagreement(
      `the snapshot in force and the tables count different customers on ${wrong.length} days, the first of them ${wrong.sort()[0]}`,
    );
};

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

/** With what is known of a customer beside the days. */
async function* described(
  days: AsyncIterable<DaysOfCustomer>,
  warehouse: Warehouse,
  after: string,
): Customers {
  const registered = mergeJoin(days, register(warehouse, after));
  const known = keyed(registered, ([id, all, person]) => [id, { all, person }]);
  for await (const [id, of, tier] of mergeJoin(known, tiersInForce(warehouse, after)))
    if (of?.all)
      yield [
        id,
        {
          days: [...of.all],
          joined: of.person?.joined ?? null,
          age: of.person?.years ?? null,
          ...(tier && { tier }),
        },
      ];
}

async function* keyed<Each, Value>(
  stream: AsyncIterable<Each>,
  of: (each: Each) => readonly [string, Value],
): AsyncGenerator<readonly [string, Value]> {
  for await (const each of stream) yield of(each);
}

type Keyed<Value> = AsyncIterable<readonly [string, Value]>;

/** Joins two streams that are ordered by key: yields each key once, with the value of either side. */
async function* mergeJoin<Left, Right>(
  left: Keyed<Left>,
  right: Keyed<Right>,
): AsyncGenerator<readonly [string, Left | undefined, Right | undefined]> {
  const rights = ascending(right);
  try {
    let theirs = (await rights.next()).value;
    for await (const [key, ours] of ascending(left)) {
      for (; theirs && byBytes(theirs[0], key) < 0; theirs = (await rights.next()).value)
        yield [theirs[0], undefined, theirs[1]];
      const isSame = theirs?.[0] === key;
      yield [key, ours, isSame ? theirs?.[1] : undefined];
      if (isSame) theirs = (await rights.next()).value;
    }
    for (; theirs; theirs = (await rights.next()).value) yield [theirs[0], undefined, theirs[1]];
  } finally {
    await rights.return(undefined);
  }
}

/** Throws if a stream is not ordered: the join would silently drop or repeat entries. */
async function* ascending<Value>(stream: Keyed<Value>): AsyncGenerator<readonly [string, Value], undefined> {
  let last: string | undefined;
  for await (const each of stream) {
    if (last !== undefined && byBytes(last, each[0]) >= 0)
      throw new Error("the ids of a stream are not in ascending order");
    last = each[0];
    yield each;
  }
}
