import { expect, it } from "vitest";
import { sweep } from "../../../functions/1-ingest/sweep.ts";
import { readStatus } from "../../../functions/operations/status/status-report.ts";
import type { Platform } from "../../../shared/platform.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { writeJson } from "../../../shared/work/json-object.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";
import { sales } from "../1-ingest/landing.ts";

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id,discount\n";
const day = (date: string, price = "2.50") => sales(`${date}-1,P9,2,${date}T10:00:00,${price},GBP,C1`);
const linesOf = async (home: TemporaryHome) =>
  (await home.rows("select cast(business_date as string) as day from clean.lines order by day")).map(
    (row) => row["day"],
  );
const parkedIn = async ({ platform }: TemporaryHome) => (await readStatus(platform)).parked;

/** A price that its neighbours make far too large: each file is sound by itself. */
const overflowing = async (home: TemporaryHome): Promise<void> => {
  await home.dropText(
    "fx_rates/2024-10-05.csv",
    "rate_date,currency,rate_to_gbp\n2024-10-05,EUR,1\n2024-10-05,USD,0.000000001\n",
  );
  await home.dropText(
    "transactions/2024-10-05.csv",
    `${header}A1,P1,1,2024-10-05T10:00:00,1000000,EUR,C1,\nA2,P1,1000000,2024-10-06T10:00:00,,USD,C1,0.5\n`,
  );
};

it("a day whose values overflow the engine is found and parked, all others go on, and a correction brings it back", async () => {
  const home = await temporaryHome();
  for (const date of ["2024-10-01", "2024-10-02", "2024-10-03"])
    await home.dropText(`transactions/${date}.csv`, day(date));
  await overflowing(home);
  await home.settle();
  expect(await linesOf(home)).toEqual(["2024-10-01", "2024-10-02", "2024-10-03", "2024-10-05"]);
  expect(await parkedIn(home)).toMatchObject([
    {
      stage: "clean",
      kind: "day",
      of: "sales-lines",
      date: "2024-10-06",
      reason: expect.stringMatching(/overflow|range/i),
    },
  ]);
  // Another day is no correction: it goes on, and the day stays.
  await home.dropText("transactions/2024-10-07.csv", day("2024-10-07"));
  await home.settle();
  expect(await linesOf(home)).toHaveLength(5);
  expect(await parkedIn(home)).toHaveLength(1);
  // The file is corrected: a typing error of six zeros.
  const corrected = `${header}A1,P1,1,2024-10-05T10:00:00,1000000,EUR,C1,\nA2,P1,1,2024-10-06T10:00:00,,EUR,C1,0.5\n`;
  await home.dropText("transactions/2024-10-05.csv", corrected);
  await home.settle();
  expect(await parkedIn(home)).toEqual([]);
  expect(await linesOf(home)).toContain("2024-10-06");
  const fresh = await temporaryHome();
  for (const date of ["2024-10-01", "2024-10-02", "2024-10-03", "2024-10-07"])
    await fresh.dropText(`transactions/${date}.csv`, day(date));
  await overflowing(fresh);
  await fresh.dropText("transactions/2024-10-05.csv", corrected);
  await fresh.settle();
  const figures =
    "select business_date, invoice_no, price_source, unit_price, fx_rate from clean.lines order by 1, 2";
  expect(await home.rows(figures)).toEqual(await fresh.rows(figures));
}, 600_000);

/** Files are ingested, but nobody is woken yet. */
const asleep = async (home: TemporaryHome, files: Readonly<Record<string, string>>): Promise<Platform> => {
  const platform: Platform = { ...home.platform, bus: { publish: async () => undefined } };
  const { ingest } = await import("../../../functions/1-ingest/ingest.ts");
  for (const [name, text] of Object.entries(files)) {
    const { generation } = await platform.landing.write(name, text);
    await ingest(platform)({ bucket: platform.landingName, name, generation });
  }
  return platform;
};
const twoDays = {
  "transactions/2024-10-05.csv": day("2024-10-05"),
  "transactions/2024-10-06.csv": day("2024-10-06"),
};

it("a staged object that is gone holds up its own file only, and the sweep makes it again", async () => {
  const home = await temporaryHome();
  await asleep(home, twoDays);
  for (const { name } of await home.platform.staging.list("transactions/2024-10-05/"))
    if (name.includes("part-")) await home.platform.staging.remove(name);
  await home.settle();
  expect(await linesOf(home)).toEqual(["2024-10-06"]);
  expect(await parkedIn(home)).toMatchObject([{ kind: "token", of: "transactions", date: "2024-10-05" }]);
  await sweep(home.platform, 0)();
  await home.settle();
  expect(await linesOf(home)).toEqual(["2024-10-05", "2024-10-06"]);
  expect(await parkedIn(home)).toEqual([]);
}, 600_000);

it("work for a feed whose contract a deploy removed waits, parked, until the contract is back", async () => {
  const home = await temporaryHome();
  const rates = "rate_date,currency,rate_to_gbp\n2024-10-05,EUR,0.85\n";
  const platform = await asleep(home, { ...twoDays, "fx_rates/2024-10-05.csv": rates });
  const without = { ...platform, feeds: platform.feeds.filter(({ name }) => name !== "fx_rates") };
  const { clean } = await import("../../../functions/2-clean/clean.ts");
  const { wake } = await import("../../../shared/events.ts");
  await clean(without)(wake("clean"));
  expect(await linesOf(home)).toHaveLength(2);
  expect(await parkedIn(home)).toMatchObject([
    { of: "fx_rates", reason: expect.stringContaining("no contract named fx_rates") },
  ]);
  await sweep(home.platform, 0)();
  await home.settle();
  expect(await home.rows("select currency from raw.fx_rates")).toEqual([{ currency: "EUR" }]);
  expect(await parkedIn(home)).toEqual([]);
}, 600_000);

it("a damaged token is done by what its name tells, and one of a newer version is read", async () => {
  const home = await temporaryHome();
  const platform = await asleep(home, twoDays);
  const [first, second] = await platform.state.list("dirty/v1/clean/transactions/");
  await platform.state.write(first?.name ?? "", "{");
  const [known] = (await dirtySetIn(platform.state).list("clean")).filter(
    ({ name }) => name === second?.name,
  );
  await writeJson(platform.state, second?.name ?? "", {
    feed: known?.feed,
    fileDate: known?.fileDate,
    days: known?.days,
    priority: "low",
  });
  await home.settle();
  expect(await linesOf(home)).toEqual(["2024-10-05", "2024-10-06"]);
  expect(
    await home.rows("select count(*) as n from metrics.daily_sales where dimension = 'company'"),
  ).toEqual([{ n: 2 }]);
}, 600_000);

it("an intent that this version cannot read is dropped, and its tokens are worked off", async () => {
  const home = await temporaryHome();
  const platform = await asleep(home, twoDays);
  const intents = [
    { kind: "load", jobId: "clean-load-9-new", payload: { newer: true } },
    { made: "by a newer version" },
  ];
  for (const [index, intent] of intents.entries()) {
    const lease = {
      holder: "gone",
      expires: "2024-01-01T00:00:00.000Z",
      epoch: 9 + index,
      intent,
      since: "newer",
    };
    await writeJson(platform.state, "lease/v1/clean.json", lease);
    if (index > 0) await asleep(home, { "transactions/2024-10-07.csv": day("2024-10-07") });
    await home.settle();
    expect(await linesOf(home)).toHaveLength(2 + index);
  }
}, 600_000);
