import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pipeline } from "../../functions/pipeline.ts";
import { defineTables } from "../../functions/tables.ts";
import { readEnv } from "../../infra/env.ts";
import { connectLocal, type LocalPlatform } from "../../infra/local/platform.ts";
import { silentLog } from "../../infra/logger.ts";
import { wake } from "../../shared/events.ts";
import type { Warehouse } from "../../shared/ports.ts";
import { CompanyOptions, type GeneratedFile, generateCompany } from "../../shared/synthetic/company.ts";
import { contents } from "../e2e/tables.ts";
import type { ConnectedWarehouse } from "../ports/warehouse.ts";
import { differences } from "./bigquery-differences.ts";
import { openBigQueryWorld } from "./bigquery-world.ts";
import { say } from "./say.ts";

let folder = "";
let world: ConnectedWarehouse | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "daybook-pipeline-"));
  world = await openBigQueryWorld();
});
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true });
});

test("the pipeline's tables are the same in BigQuery's engine as on the laptop, cell by cell", async () => {
  const files = company();
  const local = openPlatform("laptop");
  const emulated = openPlatform("emulated");
  if (!world) throw new Error("the servers are started before the test");
  const warehouse = stagingFrom(emulated, world);

  const expected = await tablesAfter(local, local.warehouse, files);
  const found = await tablesAfter(emulated, warehouse, files);

  const counts = Object.entries(found).map(([table, text]) => `${table} ${rowsIn(text)}`);
  say(`rows compared: ${counts.join(", ")}`);
  const wrong = Object.entries(expected).flatMap(([table, text]) =>
    differences(table, text, found[table] ?? ""),
  );
  expect(wrong).toEqual([]);
  await local.close();
  await emulated.close();
});

const rowsIn = (text: string): number => (text === "" ? 0 : text.split("\n").length);

const company = (): GeneratedFile[] =>
  [
    ...generateCompany(
      CompanyOptions.parse({
        days: 8,
        customers: 20,
        products: 20,
        stores: 2,
        linesPerDay: 25,
        mess: 0.4,
        anomalies: 0,
      }),
    ),
  ].filter(({ name }) => !name.startsWith("_") && !name.startsWith("credit/"));

const openPlatform = (name: string): LocalPlatform =>
  connectLocal({
    env: readEnv({ DAYBOOK_HOME: join(folder, name) }),
    log: silentLog,
    coalesce: { quietMs: 1, maxMs: 1 },
  });

/** Loads find their staged objects in the storage server. */
const stagingFrom = (platform: LocalPlatform, { warehouse, stage }: ConnectedWarehouse): Warehouse => ({
  ...warehouse,
  async load(job) {
    const paths = platform.staging as LocalPlatform["landing"];
    for (const object of job.objects) await stage(object, await paths.pathOf(object));
    await warehouse.load(job);
  },
});

/** Half of the files first, so that the second half changes days that are there. */
const tablesAfter = async (
  platform: LocalPlatform,
  warehouse: Warehouse,
  files: readonly GeneratedFile[],
): Promise<Record<string, string>> => {
  const stages = pipeline({ ...platform, warehouse, bus: { publish: async () => {} } });
  await defineTables({ ...platform, warehouse });
  const half = Math.floor(files.length / 2);
  for (const part of [files.slice(half), files.slice(0, half)]) {
    for (const { name, text } of part) {
      const { generation, size, crc32c } = await platform.landing.write(name, text);
      const event = { bucket: platform.landingName, name, generation, size: String(size), crc32c };
      await stages.ingest.run(stages.ingest.input.parse(event));
    }
    await stages.clean.run(wake("clean"));
    await stages.aggregate.run(wake("aggregate"));
  }
  return contents(warehouse, { generations: false });
};
