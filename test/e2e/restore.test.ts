import { expect, it } from "vitest";
import { CompanyOptions, generateCompany } from "../../infra/laptop/synthetic/company.ts";
import { contents, digests, tables } from "./tables.ts";
import { temporaryHome } from "./temporary-home.ts";

it("every table comes back from the landing bucket alone, when the ledger and the manifests are removed", async () => {
  const home = await temporaryHome();
  const { warehouse, state, staging } = home.platform;
  const options = {
    days: 8,
    customers: 30,
    products: 20,
    stores: 2,
    linesPerDay: 30,
    mess: 0.4,
    anomalies: 0,
  };
  for (const { name, text } of generateCompany(CompanyOptions.parse(options)))
    if (/^(transactions|customers|products|stores|fx_rates)/.test(name)) await home.dropText(name, text);
  await home.settle();
  const before = digests(await contents(warehouse));
  expect(before["clean.lines"]).not.toMatch(/^0 /);

  const script = Object.keys(tables)
    .map((table) => `delete from ${table} where true`)
    .join(";\n");
  await warehouse.run({ id: "disaster", script, params: {} });
  expect(await home.rows("select count(*) as rows_left from clean.lines")).toEqual([{ rows_left: 0 }]);
  for (const [store, prefix] of [
    [state, "ledger/"],
    [state, "manifest/"],
    [staging, ""],
  ] as const)
    for (const { name } of await store.list(prefix)) await store.remove(name);
  await home.stages.sweep.run();
  await home.settle();
  expect(digests(await contents(warehouse))).toEqual(before);
});
