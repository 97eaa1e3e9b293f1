import { expect, it } from "vitest";
import { some } from "../thorough.ts";
import type { ChangesHistory } from "./changes-history.ts";
import { changesHistory } from "./changes-history.ts";
import type { CreditChange } from "./credit-history.ts";
import { contents } from "./tables.ts";
import { openTemporaryHome, type TemporaryHome } from "./temporary-home.ts";

/** More schedules: CHANGES_SCHEDULES=1000 CHANGES_FROM=1 npx vitest run test/e2e/changes-convergence.test.ts */
const schedules = Number(process.env["CHANGES_SCHEDULES"] ?? some(3, { thorough: 6 }));
const from = Number(process.env["CHANGES_FROM"] ?? 1);

const apply = async (home: TemporaryHome, changes: readonly CreditChange[]): Promise<void> => {
  for (const { name, text } of changes)
    if (text === undefined) await home.remove(name);
    else await home.dropText(name, text);
  await home.settle();
};

/** What holds of each feed, as its source would show it. */
const held = async (home: TemporaryHome) => ({
  accounts: await home.rows(
    "select account_id as id, cast(joined_on as string) as joined_on, cast(terms_days as string) as terms_days from clean.accounts order by id",
  ),
  invoices: await home.rows(
    "select invoice_id as id, account_id, cast(issued_on as string) as issued_on, cast(cast(stated_amount as int64) as string) as amount from clean.invoices order by id",
  ),
  payments: await home.rows(
    "select payment_id as id, invoice_id, cast(paid_on as string) as paid_on, ifnull(cast(cast(amount as int64) as string), '') as amount from raw.payments where not _quarantined order by id",
  ),
  skus: await home.rows(
    "select item_id as id, cast(cast(unit_cost as int64) as string) as unit_cost, cast(cast(unit_price as int64) as string) as unit_price from clean.skus order by id",
  ),
  invoice_line_items: await home.rows(
    "select concat('I', cast(cast(substr(invoice_id, 2) as int64) + 5 * cast(line_no as int64) as string)) as id, item_id, cast(quantity as string) as quantity from raw.invoice_line_items where not _quarantined order by id",
  ),
});

const sourcesOf = ({ holds }: ChangesHistory) =>
  Object.fromEntries(
    [...holds].map(([feed, rows]) => [
      feed,
      [...rows].map(([id, row]) => ({ id, ...row })).sort((left, right) => (left.id < right.id ? -1 : 1)),
    ]),
  );

const after = async (rounds: readonly (readonly CreditChange[])[]) => {
  const home = await openTemporaryHome();
  try {
    for (const changes of rounds) await apply(home, changes);
    return {
      tables: await contents(home.platform.warehouse, { generations: false }),
      held: await held(home),
    };
  } finally {
    await home.discard();
  }
};

it("changes that come shuffled, twice, late or again give what their sources hold, and the tables of a clean run", {
  timeout: 600_000 + schedules * 20_000,
}, async () => {
  const seen = new Set<string>();
  for (let seed = from; seed < from + schedules; seed++) {
    const history = changesHistory(seed);
    const stepwise = await after(history.rounds);
    expect(stepwise.held, `seed ${seed}`).toEqual(sourcesOf(history));
    const files = new Map(
      history.rounds.flat().flatMap((one) => (one.text === undefined ? [] : [[one.name, one]])),
    );
    const atOnce = await after([[...files.values()].toReversed()]);
    for (const [table, rows] of Object.entries(atOnce.tables)) {
      expect(stepwise.tables[table], `${table}, seed ${seed}`).toBe(rows);
      if (rows !== "") seen.add(table);
    }
  }
  // A promise about empty tables would be none.
  const filled = [
    "clean.payments_history",
    "clean.accounts_history",
    "credit.invoices",
    "clean.payments",
    "clean.skus_history",
    "clean.invoice_line_items_history",
  ];
  expect([...seen]).toEqual(expect.arrayContaining(filled));
});
