import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { CompanyOptions } from "../../../../infra/laptop/synthetic/company.ts";
import { type Files, generate, namesUnder, records, sales, textOf } from "./generated.ts";

const fingerprint = (files: Files): string =>
  createHash("sha256")
    .update(JSON.stringify([...files]))
    .digest("hex");

describe("a generated company", () => {
  test("is the same to the last byte for the same options", () => {
    expect(fingerprint(generate({ days: 40 }))).toBe(fingerprint(generate({ days: 40 })));
  });

  test("is another one for another seed", () => {
    const one = generate({ days: 10, seed: 1 });
    const other = generate({ days: 10, seed: 2 });

    for (const name of [
      "customers.csv",
      "products.csv",
      "transactions/2024-01-04.csv",
      "credit/invoices.csv",
    ]) {
      expect(textOf(one, name)).not.toBe(textOf(other, name));
    }
  });

  test("begins with the same days when the run is longer", () => {
    const short = generate({ days: 120 });
    const long = generate({ days: 150 });

    const days = namesUnder(short, "transactions/");
    expect(days.length).toBeGreaterThan(95);
    for (const name of days) expect(textOf(long, name)).toBe(textOf(short, name));
  });

  test.each([
    {},
    { days: 30 },
    { days: 91, from: "2024-10-01" },
    { days: 365, mess: 1 },
    { days: 60, linesPerDay: 20, customers: 30 },
    { days: 60, linesPerDay: 1500, customers: 50, products: 40, anomalies: 0 },
  ])("has about as many lines as asked for: %o", (options) => {
    const { days, linesPerDay } = CompanyOptions.parse(options);

    const lines = sales(generate(options)).length;

    expect(lines / (days * linesPerDay)).toBeGreaterThan(0.75);
    expect(lines / (days * linesPerDay)).toBeLessThan(1.25);
  });

  test("lists as many customers, products and stores as asked for", () => {
    const files = generate({ days: 5, customers: 70, products: 33, stores: 4 });

    expect(records(files, "customers.csv")).toHaveLength(70);
    expect(records(files, "products.csv")).toHaveLength(33);
    expect(records(files, "stores.csv")).toHaveLength(4);
  });

  test("is closed on Saturdays, at Christmas and on New Year's Day, and otherwise has a file with a line", () => {
    const files = generate({
      from: "2024-12-20",
      days: 21,
      customers: 1,
      products: 1,
      stores: 1,
      linesPerDay: 1,
    });

    const closed = ["12-21", "12-25", "12-26", "12-28", "01-01", "01-04"];
    for (let day = 0; day < 21; day++) {
      const date = new Date(Date.UTC(2024, 11, 20 + day)).toISOString().slice(0, 10);
      const name = `transactions/${date}.csv`;
      expect(files.has(name)).toBe(!closed.includes(date.slice(5)));
      if (files.has(name)) expect(records(files, name).length).toBeGreaterThan(0);
    }
  });

  test("sells more before Christmas than in the summer", () => {
    const files = generate({ days: 365, anomalies: 0, mess: 0 });
    const linesOf = (month: string) =>
      namesUnder(files, `transactions/2024-${month}`).flatMap((name) => records(files, name)).length;

    expect(linesOf("11")).toBeGreaterThan(1.1 * linesOf("06"));
  });
});
