import { z } from "zod";
import { columnOf } from "../columns.ts";
import type { Examples, Family, Inputs, Model } from "../model.ts";
import { ascendingOrder } from "../numbers.ts";
import { savedSettings } from "../saved-model.ts";
import { expectedPurchases, fitPurchasing, type History, Purchasing } from "./bg-nbd.ts";
import { expectedValue, fitSpending, type Purchases, Spending } from "./gamma-gamma.ts";

/** The features that the model reads. Times are in days. */
const Columns = z.strictObject({
  purchaseDays: z.string(),
  /** Days since the last purchase. */
  recency: z.string(),
  /** Days since the first purchase. */
  tenure: z.string(),
  /** Mean spend on a purchase day. */
  value: z.string(),
});

const Settings = z.strictObject({
  columns: Columns,
  horizonDays: z.number().positive(),
  unit: z.number().positive(),
  purchasing: Purchasing,
  spending: Spending,
});
type Settings = z.infer<typeof Settings>;
export type BtydOptions = Pick<Settings, "columns" | "horizonDays">;

/** Enough customers for four parameters. The rows with the largest weights are the latest. */
const ENOUGH_ROWS = 4000;
const DAYS_A_WEEK = 7;

/** "Buy till you die": expected purchases (BG/NBD) times expected value of a purchase (Gamma-Gamma). */
export function btyd(name: string, options: BtydOptions): Family {
  return {
    name,
    fit: async (examples) => btydModel(name, fitSettings(name, examples, options)),
    load: (saved) => btydModel(name, savedSettings(name, saved, Settings)),
  };
}

function fitSettings(name: string, examples: Examples, { columns, horizonDays }: BtydOptions): Settings {
  const latest = ascendingOrder(examples.weight).reverse().subarray(0, ENOUGH_ROWS);
  const all = readCustomers(examples, columns);
  const customers = [...latest].flatMap((row) => all[row] ?? []);
  const buyers = customers.filter(({ purchases }) => purchases.mean > 0);
  if (buyers.length === 0) throw new Error(`${name} needs customers with purchases of known value`);
  const unit = buyers.reduce((total, { purchases }) => total + purchases.mean, 0) / buyers.length;
  return {
    columns,
    horizonDays,
    unit,
    purchasing: fitPurchasing(customers.map(({ history }) => history)),
    spending: fitSpending(buyers.map(({ purchases: { count, mean } }) => ({ count, mean: mean / unit }))),
  };
}

function btydModel(name: string, settings: Settings): Model {
  const { purchasing, spending, unit, horizonDays } = settings;
  const expectedSpend = ({ history, purchases }: Customer): number =>
    expectedPurchases(purchasing, history, horizonDays / DAYS_A_WEEK) *
    (unit * expectedValue(spending, inUnit(purchases, unit)));
  return {
    predict: (inputs) => {
      const predictions = new Float64Array(inputs.rows);
      for (const [row, customer] of readCustomers(inputs, settings.columns).entries())
        if (customer) predictions[row] = expectedSpend(customer);
      return predictions;
    },
    save: () => ({ family: name, settings, weights: new Uint8Array() }),
  };
}

const inUnit = ({ count, mean }: Purchases, unit: number): Purchases =>
  mean > 0 ? { count, mean: mean / unit } : { count: 0, mean: 0 };

interface Customer {
  readonly history: History;
  readonly purchases: Purchases;
}

function readCustomers(inputs: Inputs, columns: BtydOptions["columns"]): (Customer | undefined)[] {
  const days = columnOf(inputs, columns.purchaseDays);
  const recency = columnOf(inputs, columns.recency);
  const tenure = columnOf(inputs, columns.tenure);
  const value = columnOf(inputs, columns.value);
  return Array.from(days, (count, row) =>
    readCustomer(count, recency[row] ?? 0, tenure[row] ?? 0, value[row] ?? 0),
  );
}

/** Returns undefined if the row has no purchase. */
function readCustomer(count: number, since: number, age: number, mean: number): Customer | undefined {
  if (!(count >= 1) || Number.isNaN(since + age)) return undefined;
  const history = {
    repeats: count - 1,
    last: Math.max(0, age - since) / DAYS_A_WEEK,
    age: age / DAYS_A_WEEK,
  };
  return { history, purchases: { count, mean: Number.isNaN(mean) ? 0 : mean } };
}
