import { describe, expect, it } from "vitest";
import { reassignTiers } from "../../functions/operations/tiers/reassign.ts";
import { CompanyOptions, type GeneratedFile, generateCompany } from "../../infra/laptop/synthetic/company.ts";
import { parseTierRules } from "../../shared/tiers/tier-rules.ts";
import { contents, digests } from "./tables.ts";
import { type TemporaryHome, temporaryHome } from "./temporary-home.ts";

const company = (options: Partial<CompanyOptions> = {}): GeneratedFile[] =>
  [
    ...generateCompany(
      CompanyOptions.parse({
        days: 21,
        customers: 60,
        products: 40,
        stores: 3,
        linesPerDay: 60,
        mess: 0.4,
        anomalies: 0,
        ...options,
      }),
    ),
  ].filter(({ name }) => !name.startsWith("_") && !name.startsWith("credit/"));

const dropAll = async (home: TemporaryHome, files: readonly GeneratedFile[]): Promise<void> => {
  for (const { name, text } of files) await home.dropText(name, text);
  await home.settle();
};

const stateOf = async (home: TemporaryHome) => digests(await contents(home.platform.warehouse));
const comparable = async (home: TemporaryHome) =>
  digests(await contents(home.platform.warehouse, { generations: false }));

const transactionsOf = (files: readonly GeneratedFile[]) =>
  files.filter(({ name }) => /^transactions\/[-\d]+\.csv$/.test(name));

describe("the same files", () => {
  it("dropped twice, in reverse, or one replaced by itself, change not one byte of any table", async () => {
    const files = company();
    const home = await temporaryHome();
    await dropAll(home, files);
    const once = await stateOf(home);
    expect(once["clean.lines"]).not.toMatch(/^0 /);
    expect(once["clean.quarantine"]).not.toMatch(/^0 /);

    await dropAll(home, files);
    expect(await stateOf(home)).toEqual(once);
    await dropAll(home, files.toReversed());
    expect(await stateOf(home)).toEqual(once);
    const [replaced] = transactionsOf(files);
    if (replaced) await dropAll(home, [replaced]);
    expect(await stateOf(home)).toEqual(once);
  });

  it("give the same tables in any order, at once or one after the other", async () => {
    const files = company({ days: 12, linesPerDay: 40 });
    const atOnce = await temporaryHome();
    await dropAll(atOnce, files);
    const oneByOne = await temporaryHome();
    for (const file of files.toReversed()) await dropAll(oneByOne, [file]);
    expect(await comparable(oneByOne)).toEqual(await comparable(atOnce));
  });
});

describe("a replaced file", () => {
  it("case 35: Replacement moves rows to another business date → both clean partitions rebuilt, no ghosts.", async () => {
    const files = company();
    const [, , third, fourth] = transactionsOf(files);
    if (!third || !fourth) throw new Error("the company has too few days");
    // The replacement moves a day's rows to another day: the old day must lose them.
    const moved = { name: third.name, text: fourth.text };
    const replacedLater = await temporaryHome();
    await dropAll(replacedLater, files);
    await dropAll(replacedLater, [moved]);
    const fromTheStart = await temporaryHome();
    await dropAll(fromTheStart, [...files.filter((file) => file !== third), moved]);
    expect(await comparable(replacedLater)).toEqual(await comparable(fromTheStart));
  });

  it("case 36: Replacement file is corrupt → old rows stay live, new generation rejected, and the ledger says which is served.", async () => {
    const files = company({ days: 8 });
    const home = await temporaryHome();
    await dropAll(home, files);
    const before = await stateOf(home);
    const [first] = transactionsOf(files);
    if (!first) throw new Error("the company has no day");
    await home.dropText(first.name, `${first.text}"an open quote`);
    await home.settle();

    expect(await stateOf(home)).toEqual(before);
    const { ledgerIn } = await import("../../shared/work/ledger.ts");
    const entries = await ledgerIn(home.platform.state, home.platform.clock).list("transactions");
    const rejected = entries.find(({ state }) => state === "REJECTED");
    const serving = entries.find(({ object, state }) => object === first.name && state === "LOADED");
    expect(rejected?.reason).toMatch(/line \d+: a quote opens here and never closes/);
    expect(rejected?.serving).toBe(serving?.generation);
  });
});

describe("a change of one day", () => {
  it.each([
    ["a late exchange rate", "fx_rates/2024-01-01.csv"],
    ["the catalogue", "products.csv"],
    ["the list of stores that sales refer to", "stores.csv"],
    ["an early day of sales", "transactions/2024-01-02.csv"],
  ])("of %s gives what a full rebuild gives", async (_, late) => {
    const files = company({ mess: 1, days: 18 }).filter(
      ({ name }) => !name.startsWith("fx_rates") || name === "fx_rates/2024-01-01.csv",
    );
    const lateFile = files.find(({ name }) => name === late);
    if (!lateFile) throw new Error(`${late} was not generated`);
    const stepwise = await temporaryHome();
    await dropAll(
      stepwise,
      files.filter((file) => file !== lateFile),
    );
    await dropAll(stepwise, [lateFile]);
    const full = await temporaryHome();
    await dropAll(full, files);
    expect(await comparable(stepwise)).toEqual(await comparable(full));
  });
});

describe("tiers, and KPIs by tier", () => {
  const byThreshold = `name: often
kind: thresholds
windowDays: 7
graceDays: 3
tiers: [{ name: Bronze }, { name: Silver, net: 40 }, { name: Gold, net: 120, purchaseDays: 2, boughtWithinDays: 3 }]`;
  const byRank = `name: half
kind: rank
measure: mean_monthly_net
tiers: [{ name: Top, share: 0.5 }, { name: Rest, share: 1 }]`;

  it.each([
    ["thresholds", byThreshold],
    ["ranks", byRank],
  ])("by %s give what a full rebuild gives when days come late and rules change", async (_, text) => {
    const files = company({ days: 40, customers: 25, linesPerDay: 25 });
    const late = [
      "transactions/2024-01-05.csv",
      "transactions/2024-01-31.csv",
      "transactions/2024-02-03.csv",
    ];
    const rules = parseTierRules(text, "rules.yaml");
    const stepwise = await temporaryHome();
    await dropAll(
      stepwise,
      files.filter(({ name }) => !late.includes(name)),
    );
    // What the KPIs know of the standard tiers is another story for most days.
    await reassignTiers({ platform: stepwise.platform, settle: stepwise.settle }, rules);
    for (const name of late.toReversed())
      await dropAll(
        stepwise,
        files.filter((file) => file.name === name),
      );
    const full = await temporaryHome();
    await reassignTiers({ platform: full.platform, settle: full.settle }, rules);
    await dropAll(full, files);
    const segments = await full.rows(
      "select distinct segment from metrics.kpi_values where dimension = 'tier'",
    );
    expect(segments.length).toBeGreaterThanOrEqual(rules.tiers.length);
    expect(await comparable(stepwise)).toEqual(await comparable(full));
  });
});
