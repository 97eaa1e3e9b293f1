import { expect, it } from "vitest";
import { JobFailed } from "../../../shared/errors.ts";
import type { ScriptJob } from "../../../shared/ports.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";
import { sales } from "../1-ingest/landing.ts";

const dates = ["2024-10-01", "2024-10-02", "2024-10-03", "2024-10-04", "2024-10-07"];

const dropAll = async (home: TemporaryHome): Promise<void> => {
  for (const [index, date] of dates.entries())
    await home.dropText(
      `transactions/${date}.csv`,
      sales(
        `A${date},P1,${index + 1},${date}T10:00:00,2.50,GBP,C${index % 2}`,
        `B${date},P1,1,${date}T11:00:00,,GBP,C3`,
      ),
    );
  await home.settle();
};

const tables = async (home: TemporaryHome) => ({
  lines: await home.rows(
    "select business_date, invoice_no, unit_price, price_source, net from clean.lines order by business_date, invoice_no",
  ),
  sales: await home.rows(
    "select business_date, dimension, value, orders, net from metrics.daily_sales order by 1, 2, 3",
  ),
  kpis: await home.rows(
    "select kpi, cadence, period, dimension, segment, value from metrics.kpi_values order by 1, 2, 3, 4, 5",
  ),
});

const lengthOf = ({ params }: ScriptJob, name: string): number => {
  const value = params[name]?.value;
  return Array.isArray(value) ? value.length : 0;
};

it("days and KPIs that need more memory together than there is are done in parts, with the same tables", async () => {
  const [small, whole] = [await temporaryHome(), await temporaryHome()];
  const { warehouse } = small.platform;
  const run = warehouse.run.bind(warehouse);
  const refused = { days: 0, kpis: 0 };
  const refuse = (what: keyof typeof refused): never => {
    refused[what] += 1;
    throw new JobFailed("Out of Memory Error: failed to pin block", { isTooLarge: true });
  };
  warehouse.run = async (job) => {
    if (lengthOf(job, "kpis") > 2) refuse("kpis");
    const isRebuild = /insert into (clean[.]lines|metrics[.]daily_sales)/.test(job.script);
    if (isRebuild && lengthOf(job, "days") > 1) refuse("days");
    return run(job);
  };

  await dropAll(small);
  await dropAll(whole);

  expect(refused.days).toBeGreaterThan(1);
  expect(refused.kpis).toBeGreaterThan(1);
  expect((await tables(whole)).kpis.length).toBeGreaterThan(0);
  expect(await tables(small)).toEqual(await tables(whole));
});
