import { describe, expect, it } from "vitest";
import { askForFullRebuild } from "../../../functions/6-publish/full-rebuild.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { CompanyOptions, generateCompany } from "../../../infra/laptop/synthetic/company.ts";
import { company as companySection } from "../../../shared/serving/sections/company.ts";
import { customers as customersSection } from "../../../shared/serving/sections/customers.ts";
import { CurrentSnapshot, currentName, entryCount } from "../../../shared/serving/snapshot-manifest.ts";
import { readJson } from "../../../shared/work/json-object.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";
import { readerOf, snapshotContents } from "../../shared/serving/snapshot-contents.ts";

const withCompany = async (days = 70): Promise<TemporaryHome> => {
  const home = await temporaryHome();
  const options = CompanyOptions.parse({ days, customers: 80, products: 40, stores: 2, linesPerDay: 50 });
  for (const { name, text } of generateCompany(options))
    if (!name.startsWith("_") && !name.startsWith("credit/")) await home.dropText(name, text);
  await home.settle();
  return home;
};

const readerIn = ({ platform: { serving, clock } }: TemporaryHome) =>
  readerOf(serving, { clock, log: silentLog, freshMs: 0 });

const day = (home: TemporaryHome, date: string, amount: string) =>
  home.dropText(
    `transactions/${date}.csv`,
    `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n900001,A1,Lamp,1,${date} 10:00:00,${amount},c-new,France\n`,
  );

describe("a snapshot", () => {
  it("holds every customer's days and the company's, as the tables do, and a forecast", async () => {
    const home = await withCompany();
    const snapshot = (await readerIn(home).current())?.value;
    const customers = await home.rows(
      "select customer_id, count(*) as days, sum(net) as net, max(business_date) as last from metrics.daily_customer_metrics group by customer_id order by customer_id",
    );
    expect(customers.length).toBeGreaterThan(50);
    expect(snapshot && entryCount(snapshot.manifest, customersSection.name)).toBe(customers.length);
    for (const { customer_id, days, net, last } of customers) {
      const history = await snapshot?.find(customersSection, String(customer_id));
      expect(history?.days).toHaveLength(Number(days));
      expect(history?.days.at(-1)?.[0]).toBe(last);
      expect(history?.days.reduce((total, each) => total + each[7], 0)).toBeCloseTo(Number(net), 6);
    }
    expect(await snapshot?.find(customersSection, "nobody")).toBeUndefined();
    expect(snapshot?.section(companySection).forecast?.days).toHaveLength(30);
    expect(snapshot?.section(companySection).sales.length).toBeGreaterThan(50);
    expect(await home.platform.state.list("dirty/v1/publish/")).toEqual([]);
  });

  it("follows a file that comes and a file that goes, and keeps only the newest few", async () => {
    const home = await withCompany(10);
    const reader = readerIn(home);
    for (const [at, amount] of ["10.00", "20.00", "30.00", "40.00"].entries()) {
      await day(home, "2024-02-01", amount);
      await home.settle();
      const history = await (await reader.newest())?.value.find(customersSection, "c-new");
      expect(history?.days).toEqual([["2024-02-01", "France", 1, 1, 1, (at + 1) * 10, 0, (at + 1) * 10]]);
    }
    await home.remove("transactions/2024-02-01.csv");
    await home.settle();
    const manifests = (await home.platform.serving.list("serving/")).filter(({ name }) =>
      name.endsWith("/manifest.json"),
    );
    expect(manifests).toHaveLength(3);
  });

  it("is the one that the tables alone give, after files came, were replaced and went, and a register came by itself", async () => {
    const home = await withCompany(10);
    for (const name of ["2024-01-03", "2024-01-05"]) await day(home, name, "7.50");
    await home.settle();
    await home.remove("transactions/2024-01-05.csv");
    await home.settle();
    await home.dropText("customers.csv", "customer_id,age,joined_on\nc-new,41,2023-05-06\n");
    await home.settle();
    const history = await (await readerIn(home).current())?.value.find(customersSection, "c-new");
    expect(history).toMatchObject({ joined: "2023-05-06", age: 41 });
    const taken = await snapshotContents(home.platform.serving);
    await askForFullRebuild(home.platform);
    await home.settle();
    expect(await snapshotContents(home.platform.serving)).toEqual(taken);
  });

  it("says why there is no forecast when there are too few days", async () => {
    const home = await withCompany(10);
    const company = (await readerIn(home).current())?.value.section(companySection);
    expect(company?.forecast).toBeNull();
    expect(company?.forecastMissing).toMatch(/needs 56 days of sales and there are \d+/);
  });

  it("that is damaged does not answer: the last good one does, and says so", async () => {
    const home = await withCompany(10);
    const { serving } = home.platform;
    const reader = readerIn(home);
    const good = await reader.current();
    expect(good?.stale).toBeUndefined();
    const current = await readJson(serving, currentName, CurrentSnapshot);
    const broken = { ...current?.value, id: "broken", manifest: "serving/broken/manifest.json" };
    await serving.write("serving/broken/manifest.json", "{}");
    await serving.write(currentName, JSON.stringify(broken));
    const served = await reader.newest();
    expect((await reader.current())?.value).toBe(good?.value);
    expect(served?.value).toBe(good?.value);
    expect(served?.stale).toMatch(/not what was published/);
    await day(home, "2024-02-01", "5.00");
    await home.settle();
    const next = await reader.newest();
    expect(next?.stale).toBeUndefined();
    expect(next?.value.manifest.asOf).toBe("2024-02-01");
  });
});
