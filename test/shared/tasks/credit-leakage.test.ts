import { expect, it, vi } from "vitest";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { taskNames } from "../../../shared/tasks/task-names.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { creditCompany, rewrittenAfter } from "./credit-company.ts";
import { readInputs } from "./read-inputs.ts";

// Each test is a home with several publications: minutes where other work takes the cores.
vi.setConfig({ testTimeout: 300_000 });

const lastKnown = "2024-04-03";
const asOf = [-60, -30, -7, -1, 0, 1].map((days) => isoDate(dayOf(lastKnown) + days));
const tasks = taskNames()
  .map((name) => loadTask(name))
  .filter(({ row }) => row === "item");

/** Equal numbers may differ in their bits, and NaN is not equal to itself. */
const bits = (values: ArrayLike<number> = []) => new BigUint64Array(Float64Array.from(values).buffer);

it("payments of later days, rewritten or left out, change no feature of an invoice by a bit", async () => {
  const files = creditCompany();
  const payments = files.find(({ name }) => name.endsWith("payments.csv"));
  if (!payments) throw new Error("the company has no payments");
  const home = await temporaryHome();
  for (const { name, text } of files) await home.dropText(name, text);
  await home.settle();
  const read = () => Promise.all(tasks.map((task) => readInputs(home.platform.warehouse, task, asOf)));
  const before = await read();
  expect(before.length).toBeGreaterThan(0);
  for (const { inputs } of before) expect(inputs.rows).toBeGreaterThan(15);

  const histories = [
    rewrittenAfter(payments, lastKnown, () => undefined),
    rewrittenAfter(payments, lastKnown, (row) => isoDate(dayOf(lastKnown) + 1 + (row % 3))),
    rewrittenAfter(payments, lastKnown, (row) => isoDate(dayOf(lastKnown) + 40 + row)),
  ];
  for (const { name, text } of histories) {
    await home.dropText(name, text);
    await home.settle();
    const after = await read();
    for (const [place, { inputs, items }] of before.entries()) {
      expect(after[place]?.items).toEqual(items);
      expect(bits(after[place]?.inputs.x)).toEqual(bits(inputs.x));
    }
  }
});

it("a payment of an earlier day does change them", async () => {
  const files = creditCompany({ days: 100, customers: 100 });
  const payments = files.find(({ name }) => name.endsWith("payments.csv"));
  if (!payments) throw new Error("the company has no payments");
  const home = await temporaryHome();
  for (const { name, text } of files) await home.dropText(name, text);
  await home.settle();
  const [task] = tasks;
  if (!task) throw new Error("there is no task about invoices");
  const read = () => readInputs(home.platform.warehouse, task, [lastKnown]);
  const before = await read();
  const earlier = rewrittenAfter(payments, "2024-02-20", () => "2024-03-25");
  await home.dropText(earlier.name, earlier.text);
  await home.settle();
  expect((await read()).inputs.x).not.toEqual(before.inputs.x);
});
