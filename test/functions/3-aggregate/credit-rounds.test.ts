import { afterAll, beforeAll, expect, it } from "vitest";
import { credit } from "../../../functions/3-aggregate/credit/credit.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { type Random, stream } from "../../../shared/learning/random.ts";
import type { Row } from "../../../shared/ports.ts";
import { type GivenTables, givenTables } from "../given-tables.ts";

/** More rounds: CREDIT_ROUNDS=300 CREDIT_SEED=1 npx vitest run test/functions/3-aggregate/credit-rounds.test.ts */
const rounds = Number(process.env["CREDIT_ROUNDS"] ?? 6);
const seed = Number(process.env["CREDIT_SEED"] ?? 1);

const firstDay = dayOf("2024-01-01");
const someDay = (random: Random, from = 0, days = 150) => isoDate(firstDay + from + random.below(days));

/** The clean tables by the invoice, and the register by the account: few of both, so that changes meet. */
interface Ledger {
  readonly invoices: Map<string, Row>;
  readonly lines: Map<string, readonly Row[]>;
  readonly payments: Map<string, readonly Row[]>;
  readonly disputes: Map<string, readonly Row[]>;
  readonly accounts: Map<string, Row>;
}

const many = (random: Random, most: number, make: () => Row): Row[] =>
  Array.from({ length: random.below(most + 1) }, make);

const newInvoice = (random: Random): Row => {
  const issued = random.below(150);
  return {
    account_id: `A${random.below(3)}`,
    issued_on: isoDate(firstDay + issued),
    due_on: isoDate(firstDay + issued + random.below(40)),
    branch: random.chance(0.5) ? "north" : null,
    stated_amount: random.chance(0.8) ? 1 + random.below(300) : null,
    is_disputed: random.chance(0.1),
  };
};

/** One thing at random changes. */
const change = (random: Random, { invoices, lines, payments, disputes, accounts }: Ledger): void => {
  const id = `I${random.below(25)}`;
  const what = random.below(7);
  if (what === 0)
    accounts.set(`A${random.below(3)}`, { joined_on: someDay(random), credit_limit: 100 * random.below(9) });
  else if (what === 1 && random.chance(0.4)) invoices.delete(id);
  else if (what <= 2) invoices.set(id, newInvoice(random));
  else if (what === 3)
    disputes.set(
      id,
      many(random, 2, () => ({ disputed_on: someDay(random) })),
    );
  else if (what === 4)
    lines.set(
      id,
      many(random, 3, () => ({
        quantity: random.below(6) - 1,
        unit_price: 1 + random.below(50),
        unit_cost: random.below(9),
      })),
    );
  else
    payments.set(
      id,
      many(random, 4, () => ({
        kind: random.chance(0.2) ? "credit_note" : "payment",
        paid_on: someDay(random, 0, 200),
        amount: random.chance(0.2) ? null : 1 + random.below(150),
      })),
    );
};

/** The rows of each clean table. What names an invoice that is gone waits in quarantine, and what precedes it is held. */
const rowsOf = (ledger: Ledger): Readonly<Record<string, readonly Row[]>> => {
  const known = [...ledger.invoices];
  const beside = (name: "lines" | "payments" | "disputes") =>
    known.flatMap(([invoice_id, { issued_on = "" }]) =>
      (ledger[name].get(invoice_id) ?? [])
        .filter(({ paid_on = "9999" }) => String(paid_on) >= String(issued_on))
        .map((row) => ({ ...row, invoice_id, issued_on })),
    );
  return {
    "clean.accounts": [...ledger.accounts].map(([account_id, row]) => ({ account_id, ...row })),
    "clean.invoices": known.map(([invoice_id, row]) => ({ invoice_id, ...row })),
    "clean.invoice_lines": beside("lines"),
    "clean.payments": beside("payments"),
    "clean.disputes": beside("disputes"),
  };
};

/** The issue days of all that is other than before: what clean names. */
const touchedDays = (before: ReturnType<typeof rowsOf>, after: ReturnType<typeof rowsOf>): string[] => {
  const days = new Set<string>();
  for (const table of Object.keys(after)) {
    const texts = (rows: readonly Row[] = []) => rows.map((row) => JSON.stringify(row));
    const [old, now] = [texts(before[table]), texts(after[table])];
    const other = [
      ...old.filter((text) => !now.includes(text)),
      ...now.filter((text) => !old.includes(text)),
    ];
    for (const text of other) {
      const { issued_on, account_id } = JSON.parse(text) as Row;
      if (typeof issued_on === "string") days.add(issued_on);
      else
        for (const each of [...(before["clean.invoices"] ?? []), ...(after["clean.invoices"] ?? [])])
          if (each["account_id"] === account_id) days.add(String(each["issued_on"]));
    }
  }
  return [...days].sort();
};

const made = ["invoices", "part_payments", "account_days", "invoice_features", "labels"].map(
  (name) => `credit.${name}`,
);

let tables: GivenTables;
beforeAll(async () => {
  tables = await givenTables();
});
afterAll(() => tables.close());

const run = (script: string) => tables.run({ script, params: {} });
const rebuild = async (days: readonly string[]) => tables.run(await credit.rebuild(tables.platform, days));
const contents = async () => {
  const all: Record<string, readonly string[]> = {};
  for (const table of [...made, "credit.daily", "credit.calendar"])
    all[table] = (await tables.lines(`select * from ${table}`)).toSorted();
  return all;
};

it("after any change the tables of credit are those of a rebuild", {
  timeout: 60_000 + rounds * 30_000,
}, async () => {
  const random = stream(seed, "credit rounds");
  const ledger: Ledger = {
    invoices: new Map(),
    lines: new Map(),
    payments: new Map(),
    disputes: new Map(),
    accounts: new Map(),
  };
  for (let count = 0; count < 60; count++) change(random, ledger);
  let before: ReturnType<typeof rowsOf> = {};
  for (let round = 0; round < rounds; round++) {
    const after = rowsOf(ledger);
    for (const [table, rows] of Object.entries(after)) {
      await run(`delete from ${table} where true`);
      if (rows.length > 0) await tables.insert(table, ...rows);
    }
    await rebuild(touchedDays(before, after));
    const increment = await contents();
    for (const table of [...made, "credit.calendar"]) await run(`delete from ${table} where true`);
    await rebuild(
      [...new Set((after["clean.invoices"] ?? []).map((row) => String(row["issued_on"])))].sort(),
    );
    expect({ round, ...increment }).toEqual({ round, ...(await contents()) });
    for (const table of made) expect(increment[table]?.length, table).toBeGreaterThan(0);
    before = after;
    for (let count = 1 + random.below(3); count > 0; count--) change(random, ledger);
  }
});
