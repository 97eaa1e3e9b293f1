import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sweep } from "../../functions/1-ingest/sweep.ts";
import { messageOf } from "../../shared/errors.ts";
import { differencesBetween, type Export, exportTables, rowCounts } from "../parity/comparison.ts";
import { type Change, parityWaves } from "../parity/files.ts";
import { laptopTables, type OpenHome, retractingContracts } from "../parity/laptop.ts";
import { untilAtRest } from "../parity/rest.ts";
import { type DeployedWorld, openDeployedWorld } from "./deployed-world.ts";
import { say } from "./say.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-parity-test-"));
const contracts = retractingContracts(join(folder, "contracts"));
const waves = parityWaves();
let world: DeployedWorld | undefined;
let deployed: Export = {};

/** No file of the waves is about invoices on credit, and a few days tell no finding. */
const unfed =
  /^(credit\.|insights\.|metrics\.tier_changes_due|clean\.(accounts|skus|invoices|invoice_lines|payments|credit_notes_history|skus_history|invoice_line_items_history|disputes|reference_keys)|raw\.(accounts|skus|invoices|invoice_line_items|payments|credit_notes|disputes|contacts))/;

const apply = async ({ platform }: DeployedWorld, change: Change): Promise<void> => {
  if ("remove" in change) await platform.landing.remove(change.remove);
  else await platform.landing.write(change.drop, change.text);
};

/** The storage server gives a notification up when Pub/Sub's emulator answers slowly; then the sweep finds its file. */
const comeToRest = async ({ platform, functions }: DeployedWorld): Promise<void> => {
  try {
    await untilAtRest(platform, 240_000);
  } catch (error) {
    say(`${messageOf(error)}; sweeping, as the schedule does every 15 minutes`);
    await sweep(platform, 0)();
    await fetch(functions.sweep.url, { method: "POST" });
    await untilAtRest(platform, 900_000);
  }
};

beforeAll(async () => {
  world = await openDeployedWorld({ contracts });
  const started = performance.now();
  for (const wave of waves) {
    for (const change of wave) await apply(world, change);
    await comeToRest(world);
  }
  deployed = await exportTables(world.platform.warehouse);
  say(`deployed form: at rest and exported after ${Math.round((performance.now() - started) / 1000)} s`);
}, 2_400_000);
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true });
});

test("every table of the deployed form equals the laptop's, cell by cell", async () => {
  const laptop = await laptopTables(waves, { contracts });

  expect(differencesBetween(laptop, deployed)).toEqual([]);
  const empty = Object.entries(deployed).flatMap(([table, rows]) => (rows.length === 0 ? [table] : []));
  expect(empty.filter((table) => !unfed.test(table))).toEqual([]);
  say(`rows compared: ${rowCounts(deployed)}`);
});

test("the sweep of what is at rest finds nothing to do", async () => {
  const response = await fetch(world?.functions.sweep.url ?? "", { method: "POST" });

  expect(await response.json()).toMatchObject({ ingested: 0 });
});

test("the deployed predict answers from what was published", async () => {
  const url = world?.functions.predict.url ?? "";
  const [customer] = deployed["metrics.customers"] ?? [];
  const known = await fetch(`${url}/v1/customers/${encodeURIComponent(String(customer?.["customer_id"]))}`);
  const unknown = await fetch(`${url}/v1/customers/nobody`);

  expect([known.status, unknown.status]).toEqual([200, 404]);
  expect(await known.json()).toMatchObject({ customer: customer?.["customer_id"] });
});

/** The whole house again, with one statement of it changed. */
const houseWith = async (file: string, from: string, to: string): Promise<OpenHome> => {
  const house = join(folder, "house");
  for (const room of ["functions", "infra", "shared"]) cpSync(room, join(house, room), { recursive: true });
  symlinkSync(resolve("node_modules"), join(house, "node_modules"));
  cpSync("package.json", join(house, "package.json"));
  const text = readFileSync(file, "utf8");
  expect(text.split(from)).toHaveLength(2);
  writeFileSync(join(house, file), text.replace(from, to));
  return (await import(pathToFileURL(join(house, "infra/laptop/home.ts")).href)).openHome;
};

test("a division that one side does differently is told by its table, key and column", async () => {
  const divides = "safe_divide(cast(net_total as float64), cast(orders as float64))";
  const open = await houseWith(
    "functions/3-aggregate/sales/daily_customer_metrics.sql",
    divides,
    "safe_divide(cast(net_total as float64), cast(orders + return_orders as float64))",
  );

  const found = differencesBetween(deployed, await laptopTables(waves, { contracts, open }));

  expect(found.length).toBeGreaterThan(0);
  for (const difference of found)
    expect(difference).toMatch(
      /^metrics\.daily_customer_metrics \[business_date \d{4}-\d\d-\d\d, customer_id \S+\] average_order_value is \S+ instead of \S+$/,
    );
});
