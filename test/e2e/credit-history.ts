import { dayOf, isoDate } from "../../shared/dates.ts";
import { type Random, stream } from "../../shared/learning/random.ts";

/** A change of the landing bucket; without a text the file is removed. */
export interface CreditChange {
  readonly name: string;
  readonly text?: string;
}

const firstDay = dayOf("2024-01-01");
const accountCount = 4;
const itemCount = 5;
const invoiceCount = 30;

const pickOne = <Value>(random: Random, values: readonly Value[]): Value => {
  const found = values[random.below(values.length)];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
};

const many = <Value>(random: Random, least: number, most: number, make: () => Value): Value[] =>
  Array.from({ length: least + random.below(most - least + 1) }, make);

const someDay = (random: Random, from = 0, days = 90): string =>
  isoDate(firstDay + from + random.below(days));
const someInvoice = (random: Random): string => `I${random.below(invoiceCount)}`;
const maybe = (random: Random, chance: number, text: () => string): string =>
  random.chance(chance) ? text() : "";

/**
 * Files of a trade business with few names, so that they meet often: payments before their invoice, of unknown invoices,
 * twice and in parts, versions of an invoice on several days, lines without invoice, late registers.
 */
const writers: Readonly<Record<string, (random: Random) => string>> = {
  invoices: (random) => {
    const rows = many(random, 2, 10, () => {
      const issued = someDay(random);
      const due = maybe(random, 0.2, () => isoDate(dayOf(issued) + random.below(40)));
      const paid = maybe(random, 0.4, () => isoDate(dayOf(issued) - 2 + random.below(50)));
      const amount = maybe(random, 0.3, () => String(1 + random.below(500)));
      return `${someInvoice(random)},A${random.below(accountCount)},${issued},${due},${paid},${amount},${maybe(random, 0.1, () => "true")}`;
    });
    return ["invoice_id,account_id,date_issued,due_date,payment_dates,amount,disputed", ...rows].join("\n");
  },
  invoice_line_items: (random) => {
    const rows = many(
      random,
      1,
      12,
      () =>
        `${someInvoice(random)},K${random.below(itemCount + 1)},${random.below(9) - 1},${maybe(random, 0.2, () => "7.25")}`,
    );
    return ["invoice_id,item_id,quantity,unit_price", ...rows].join("\n");
  },
  payments: (random) => {
    const rows = many(
      random,
      3,
      12,
      () =>
        `${someInvoice(random)},${someDay(random, 10, 110)},${maybe(random, 0.6, () => String(5 * (1 + random.below(40))))},${maybe(random, 0.3, () => `P${random.below(20)}`)}`,
    );
    return ["invoice_id,paid_on,amount,payment_id", ...rows].join("\n");
  },
  credit_notes: (random) => {
    const rows = many(
      random,
      1,
      3,
      () => `N${random.below(9)},${someInvoice(random)},${someDay(random, 5)},${1 + random.below(200)}`,
    );
    return ["credit_note_id,invoice_id,credited_on,amount", ...rows].join("\n");
  },
  disputes: (random) => {
    const rows = many(random, 3, 8, () => `${someInvoice(random)},${someDay(random, 5)}`);
    return ["invoice_id,disputed_on", ...rows].join("\n");
  },
  accounts: (random) => {
    const rows = many(
      random,
      1,
      5,
      () =>
        `A${random.below(accountCount)},${someDay(random, -400, 420)},${maybe(random, 0.4, () => String(7 * (1 + random.below(5))))},${maybe(random, 0.3, () => "yes")},${maybe(random, 0.5, () => "900")},${maybe(random, 0.5, () => "north")}`,
    );
    return ["account_id,joining_date,terms_days,business_days,credit_limit,branch", ...rows].join("\n");
  },
  skus: (random) => {
    const rows = many(
      random,
      2,
      6,
      () => `K${random.below(itemCount)},${1 + random.below(9)}.10,${2 + random.below(90)}.35`,
    );
    return ["item_id,item_cost_price,item_retail_price", ...rows].join("\n");
  },
};

/** Rounds of changes; after each the tables come to rest. The same seed gives the same history. */
export const creditHistory = (seed: number): readonly (readonly CreditChange[])[] => {
  const random = stream(seed, "credit history");
  const names = new Set<string>();
  return Array.from({ length: 3 + random.below(5) }, () =>
    many(random, 1, 4, (): CreditChange => {
      const removed = [...names].filter((name) => !/accounts|skus/.test(name));
      if (removed.length > 0 && random.chance(0.15)) return { name: pickOne(random, removed) };
      const feed = pickOne(random, Object.keys(writers));
      const name = random.chance(0.2) ? `${feed}.csv` : `${feed}/${isoDate(firstDay + random.below(3))}.csv`;
      names.add(name);
      return { name, text: `${writers[feed]?.(random)}\n` };
    }),
  );
};

/** What the bucket holds in the end. */
export const finalFiles = (history: readonly (readonly CreditChange[])[]): readonly CreditChange[] => {
  const files = new Map<string, CreditChange>();
  for (const change of history.flat()) {
    files.delete(change.name);
    if (change.text !== undefined) files.set(change.name, change);
  }
  return [...files.values()];
};
