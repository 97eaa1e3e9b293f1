import { readTable } from "../../../functions/5-train/read-table.ts";
import { trainSettings } from "../../../functions/5-train/tasks.ts";
import { trainTable } from "../../../functions/5-train/train-table.ts";
import { cashWeeks, measureBands, weeklyChances } from "../../../functions/6-publish/credit/weekly-cash.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { columnOf } from "../../../shared/learning/columns.ts";
import type { Platform } from "../../../shared/platform.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { knownDays } from "../../../shared/tasks/origins.ts";
import { readUnlabelled } from "../../../shared/tasks/read-rows.ts";

/** How far ahead bands are held against what came in. */
const weeksJudged = 8;

export interface Coverage {
  /** For each week ahead, how many of the bands hold what came in, and how many there are. */
  readonly held: readonly number[];
  readonly judged: number;
  /** Of the sums over all judged weeks: expected by what came in. */
  readonly expectedByActual: number;
}

/**
 * Each week after `cut`, cash is predicted by a model that knows what was known on that day, with bands measured as publish
 * measures them, and held against what the invoices that were open then brought in.
 */
export const cashCoverage = async (
  { warehouse }: Pick<Platform, "warehouse">,
  cut: string,
): Promise<Coverage> => {
  const task = loadTask("payment_week");
  const { candidates, ...settings } = trainSettings(task);
  const table = await readTable({ warehouse }, task, { historyDays: Number.POSITIVE_INFINITY, until: cut });
  const few = candidates.filter(({ family }) =>
    [settings.preferred, settings.fallback].includes(family.name),
  );
  const { model, sums } = await trainTable(table, { ...settings, candidates: few, combines: false });
  const bands = measureBands({ sums });
  const settledOn = await settlements(warehouse);
  const last = (await knownDays(warehouse, task))?.last ?? cut;
  const held = new Array<number>(weeksJudged).fill(0);
  let [judged, expected, actual] = [0, 0, 0];
  for (let day = dayOf(cut) + 1; day + 7 * weeksJudged - 1 <= dayOf(last); day += 7) {
    const moment = isoDate(day);
    const { examples, items = [] } = await readUnlabelled(warehouse, task, [moment]);
    const amounts = columnOf(examples, "total");
    const weeks = cashWeeks(weeklyChances({ model }, examples), amounts, moment, bands).slice(0, weeksJudged);
    for (const [ahead, { from, to, expected: said, low80, high80 }] of weeks.entries()) {
      const came = items.reduce((sum, item, row) => {
        const settled = settledOn.get(item) ?? "";
        return from <= settled && settled <= to ? sum + (amounts[row] || 0) : sum;
      }, 0);
      if (low80 <= came && came <= high80) held[ahead] = (held[ahead] ?? 0) + 1;
      expected += said;
      actual += came;
    }
    judged++;
  }
  return { held, judged, expectedByActual: expected / actual };
};

const settlements = async (warehouse: Platform["warehouse"]): Promise<ReadonlyMap<string, string>> => {
  const rows = await warehouse.query(
    "select invoice_id, cast(settled_on as string) as day from credit.labels where issued_on >= date '0001-01-01' and settled_on is not null",
  );
  return new Map(rows.map((row) => [String(row["invoice_id"]), String(row["day"])]));
};

export const coverageText = (name: string, { held, judged, expectedByActual }: Coverage): string => {
  const share = (count: number) => `${((100 * count) / judged).toFixed(0)} %`;
  const all = held.reduce((sum, count) => sum + count, 0) / held.length;
  return `cash bands of 80 %, ${name}: ${share(all)} of ${judged} × ${held.length} weeks; 1 to ${held.length} weeks ahead ${held.map(share).join(", ")}; expected by actual ${expectedByActual.toFixed(2)}`;
};
