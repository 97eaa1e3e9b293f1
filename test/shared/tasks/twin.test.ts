import { describe, expect, it } from "vitest";
import type { Row, Warehouse } from "../../../shared/ports.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { type SpendDay, withBasket } from "../../../shared/tasks/spend/customer-day.ts";
import {
  type CompanyFigures,
  type CustomerFacts,
  customerFeatures,
} from "../../../shared/tasks/spend/customer-features.ts";
import { customerSequence } from "../../../shared/tasks/spend/customer-sequence.ts";
import { readCompanyFigures } from "./company-figures.ts";
import { companyDays, companyHome, dayNumber } from "./company-warehouse.ts";
import { readInputs, type TaskRows } from "./read-inputs.ts";

const asOf = Array.from({ length: 28 }, (_, index) => dayNumber(2 + Math.floor((index * 99) / 28)));

const textOrNull = (value: Row[string] | undefined): string | null => (value == null ? null : String(value));

/** Every customer in the tables. */
const customersIn = async (warehouse: Warehouse): Promise<ReadonlyMap<string, CustomerFacts>> => {
  const days = await warehouse.query("select * from metrics.daily_customer_metrics");
  const register = await warehouse.query("select customer_id, joined_on, age from raw.customers");
  const ids = [...new Set(days.map((row) => String(row["customer_id"])))];
  return new Map(
    ids.map((id) => {
      const known = register.find((row) => row["customer_id"] === id);
      return [
        id,
        {
          days: days.filter((row) => row["customer_id"] === id).map(dayIn),
          joinedOn: textOrNull(known?.["joined_on"]),
          age: typeof known?.["age"] === "number" ? known["age"] : null,
        },
      ];
    }),
  );
};

const dayIn = (row: Row): SpendDay => ({
  date: String(row["business_date"]),
  country: textOrNull(row["country"]),
  orders: Number(row["orders"]),
  items: Number(row["items"]),
  products: Number(row["unique_products"]),
  gross: Number(row["gross"]),
  returns: Number(row["returns"]),
});

const nobody: CustomerFacts = { days: [], joinedOn: null, age: null };

type Twin = (entity: string, date: string) => ReturnType<typeof customerFeatures>;

/** Every cell in which SQL and the twin differ by more than a billionth. */
const differences = ({ inputs, entities, asOf: dates }: TaskRows, twin: Twin): string[] =>
  entities.flatMap((entity, row) => {
    const date = dates[row] ?? "";
    const found = twin(entity, date);
    const cells = [...inputs.features, "expected"].map((name, column) => {
      const sql =
        name === "expected" ? inputs.expected[row] : inputs.x[row * inputs.features.length + column];
      const own = name === "expected" ? found?.expected : found?.features[name];
      return isClose(sql, own) ? [] : [`${entity} ${date} ${name}: ${sql} in SQL, ${own} here`];
    });
    return cells.flat();
  });

const isClose = (one = Number.POSITIVE_INFINITY, other = Number.NEGATIVE_INFINITY): boolean =>
  Object.is(one, other) || Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one));

describe("a customer's features in TypeScript", () => {
  it("equal those of SQL on every date and for both horizons, as do the sequences", async () => {
    const { warehouse } = (await companyHome()).platform;
    const customers = await customersIn(warehouse);
    const companies = new Map<string, CompanyFigures>();
    for (const date of asOf) companies.set(date, await readCompanyFigures(warehouse, date));
    for (const task of [loadTask("spend_30d"), loadTask("next_day_spend")]) {
      const rows = await readInputs(warehouse, task, asOf, { withSequences: true });
      expect(rows.entities.length).toBeGreaterThan(500);
      const twin: Twin = (entity, date) =>
        customerFeatures(
          customers.get(entity) ?? nobody,
          companies.get(date) ?? { home: null, orderValue: null },
          date,
          task.horizonDays,
        );
      expect(differences(rows, twin)).toEqual([]);
      const { values, steps, channels } = rows.inputs.sequences ?? { values: [], steps: 0, channels: [] };
      const size = steps * channels.length;
      expect(values.some((value) => value !== 0)).toBe(true);
      for (const [row, entity] of rows.entities.entries())
        expect(values.slice(row * size, (row + 1) * size)).toEqual(
          customerSequence((customers.get(entity) ?? nobody).days, rows.asOf[row] ?? "", steps),
        );
    }
  });

  it("with a basket equal those of SQL after the same basket arrives as a file", async () => {
    const home = await companyHome();
    const { warehouse } = home.platform;
    const today = dayNumber(companyDays);
    const tomorrow = dayNumber(companyDays + 1);
    const before = await customersIn(warehouse);
    const company = await readCompanyFigures(warehouse, tomorrow);
    const shoppers = [...before.keys()].sort().slice(0, 20);
    const basket = { amount: 84.3, items: 7, orders: 2, products: 3, returns: 12.5, discount: 0.1 };
    const lines = shoppers.flatMap((shopper) => [
      `A-${shopper},P-1,2,${today}T10:00:00,12.15,GBP,${shopper},0.1`,
      `A-${shopper},P-2,3,${today}T10:00:00,10,GBP,${shopper},0.1`,
      `B-${shopper},P-1,2,${today}T15:00:00,15,GBP,${shopper},0.1`,
      `C-${shopper},P-3,-1,${today}T16:00:00,12.5,GBP,${shopper},0`,
    ]);
    const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id,discount";
    await home.dropText(`transactions/${today}.csv`, `${[header, ...lines].join("\n")}\n`);
    await home.settle();

    for (const task of [loadTask("spend_30d"), loadTask("next_day_spend")]) {
      const rows = await readInputs(warehouse, task, [tomorrow]);
      const twin: Twin = (entity, date) => {
        const customer = before.get(entity) ?? nobody;
        const days = shoppers.includes(entity) ? withBasket(customer.days, today, basket) : customer.days;
        return customerFeatures({ ...customer, days }, company, date, task.horizonDays);
      };
      expect(rows.entities).toEqual(expect.arrayContaining(shoppers));
      expect(differences(rows, twin)).toEqual([]);
    }
  });
});
