import { dayOf, isoDate } from "../../../shared/dates.ts";
import { columnOf } from "../../../shared/learning/columns.ts";
import type { Inputs } from "../../../shared/learning/model.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import type { RiskReason } from "../../../shared/serving/sections/accounts.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { readUnlabelled } from "../../../shared/tasks/read-rows.ts";
import type { CreditModel } from "./credit-models.ts";
import type { OpenRow } from "./open-invoices.ts";
import { riskReasons } from "./risk-reasons.ts";

/** The tasks whose models speak about open invoices. */
export const openTask = "late_payment_open";
export const weekTask = "payment_week";

/** Reasons take a thousandth of a second each: the invoices with the most at stake get them. */
const mostExplained = 5_000;

export interface Scores {
  /** The first day that is not known yet. All features are from before it. */
  readonly moment: string;
  readonly rowOf: ReadonlyMap<string, number>;
  readonly inputs: Inputs;
  readonly isNew: (row: number) => boolean;
  readonly chances: Float64Array;
  readonly reasons: ReadonlyMap<number, readonly RiskReason[]>;
}

/** The rows of all open invoices as they stand, and the chance of each to be late. */
export const scoreOpen = async (
  warehouse: Warehouse,
  invoices: readonly OpenRow[],
  late: CreditModel | undefined,
): Promise<Scores | undefined> => {
  const lastDay = invoices[0]?.last_day;
  if (lastDay === undefined) return undefined;
  const moment = isoDate(dayOf(lastDay) + 1);
  const task = late?.task ?? loadTask(openTask);
  const { examples, items = [] } = await readUnlabelled(warehouse, task, [moment]);
  const known = columnOf(examples, "known_before");
  const chances = late?.model.predict(examples) ?? columnOf(examples, "own_rate");
  const rowOf = new Map(items.map((item, row) => [item, row]));
  const scores = { moment, rowOf, inputs: examples, isNew: (row: number) => known[row] === 0, chances };
  return { ...scores, reasons: late ? explain(late, scores, invoices) : new Map() };
};

const explain = (
  late: CreditModel,
  { rowOf, inputs, chances }: Omit<Scores, "reasons">,
  invoices: readonly OpenRow[],
): ReadonlyMap<number, readonly RiskReason[]> => {
  const atStake = invoices
    .flatMap(({ invoice_id, open_amount, rate }) => {
      const row = rowOf.get(invoice_id);
      return row === undefined ? [] : [{ row, stake: (open_amount ?? 0) * rate * (chances[row] ?? 0) }];
    })
    .sort((one, other) => other.stake - one.stake)
    .slice(0, mostExplained);
  return new Map(atStake.map(({ row }) => [row, riskReasons(late, inputs, row)]));
};
