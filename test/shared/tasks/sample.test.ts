import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { type LabelledRows, readExamples } from "../../../shared/tasks/read-rows.ts";
import { digestBound, everyone, mostRowsRead, rowsOfSample } from "../../../shared/tasks/sample.ts";
import { metricsWarehouse } from "./metrics-warehouse.ts";

const digestOf = (customer: string): string => createHash("md5").update(customer).digest("hex");

it("all customers are read as long as their rows find room, and of more an even share", () => {
  expect(digestBound(4372, 150)).toBe(everyone);
  expect(digestBound(mostRowsRead, 1)).toBe(everyone);
  const customers = Array.from({ length: 40_000 }, (_, id) => digestOf(String(id)));
  const bound = digestBound(customers.length, 52);
  const rows = customers.filter((digest) => digest < bound).length * 52;
  expect(Math.abs(rows / rowsOfSample - 1)).toBeLessThan(0.03);
  expect(customers.every((digest) => digest < everyone)).toBe(true);
});

it("a share of the customers has the very rows that they have among all", async () => {
  const dates = Array.from({ length: 28 }, (_, day) => `2024-01-${String(day + 1).padStart(2, "0")}`);
  const warehouse = await metricsWarehouse(
    dates
      .flatMap((date, day) =>
        Array.from({ length: 12 }, (_, id) => ({ date, customer: `c${(id * day) % 40}`, gross: id + day })),
      )
      .filter(
        ({ customer, date }, index, all) =>
          all.findIndex((row) => row.customer === customer && row.date === date) === index,
      ),
  );
  const task = loadTask("next_day_spend");
  const read = (below: string) =>
    readExamples(warehouse, task, ["2024-01-10", "2024-01-20"], {
      knownUntil: "2024-01-28",
      withSequences: true,
      below,
    });
  const [all, some] = [await read(everyone), await read("8")];
  const mine = rowsOf(all).filter(({ customer }) => digestOf(customer) < "8");
  expect(mine.length).toBeGreaterThan(5);
  expect(mine.length).toBeLessThan(rowsOf(all).length);
  expect(rowsOf(some)).toEqual(mine);
});

const rowsOf = ({ examples, entities, asOf }: LabelledRows) => {
  const width = examples.features.length;
  const { sequences } = examples;
  const length = (sequences?.values.length ?? 0) / examples.rows;
  return entities.map((customer, row) => ({
    customer,
    asOf: asOf[row],
    label: examples.y[row],
    x: [...examples.x.slice(row * width, (row + 1) * width)],
    sequence: [...(sequences?.values.slice(row * length, (row + 1) * length) ?? [])],
  }));
};
