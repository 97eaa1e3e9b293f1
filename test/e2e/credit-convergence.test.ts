import { expect, it } from "vitest";
import { some } from "../thorough.ts";
import { type CreditChange, creditHistory, finalFiles } from "./credit-history.ts";
import { contents } from "./tables.ts";
import { openTemporaryHome, type TemporaryHome } from "./temporary-home.ts";

/** More schedules: CREDIT_SCHEDULES=10000 CREDIT_FROM=1 npx vitest run test/e2e/credit-convergence.test.ts */
const schedules = Number(process.env["CREDIT_SCHEDULES"] ?? some(3, { thorough: 6 }));
const from = Number(process.env["CREDIT_FROM"] ?? 1);

const apply = async (home: TemporaryHome, changes: readonly CreditChange[]): Promise<void> => {
  for (const { name, text } of changes)
    if (text === undefined) await home.remove(name);
    else await home.dropText(name, text);
  await home.settle();
};

const tablesAfter = async (rounds: readonly (readonly CreditChange[])[]) => {
  const home = await openTemporaryHome();
  try {
    for (const changes of rounds) await apply(home, changes);
    return await contents(home.platform.warehouse, { generations: false });
  } finally {
    await home.discard();
  }
};

it("invoices that change, move, are paid and go away in any order give the tables of a clean run over the final files", {
  timeout: 600_000 + schedules * 5_000,
}, async () => {
  const seen = new Set<string>();
  for (let seed = from; seed < from + schedules; seed++) {
    const history = creditHistory(seed);
    const stepwise = await tablesAfter(history);
    const atOnce = await tablesAfter([finalFiles(history).toReversed()]);
    for (const [table, rows] of Object.entries(atOnce)) {
      expect(stepwise[table], `${table}, seed ${seed}`).toBe(rows);
      if (rows !== "") seen.add(table);
    }
  }
  // A promise about empty tables would be none.
  const filled = ["invoices", "account_days", "invoice_features", "labels"].map((name) => `credit.${name}`);
  expect([...seen]).toEqual(expect.arrayContaining([...filled, "clean.quarantine", "clean.disputes"]));
});
