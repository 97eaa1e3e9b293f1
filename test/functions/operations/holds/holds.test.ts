import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { decideHold } from "../../../../functions/operations/holds/decide.ts";
import { readQuality } from "../../../../functions/operations/quality/quality.ts";
import { stream } from "../../../../shared/learning/random.ts";
import { holdsIn } from "../../../../shared/work/holds.ts";
import { ledgerIn } from "../../../../shared/work/ledger.ts";
import { contents } from "../../../e2e/tables.ts";
import { type TemporaryHome, temporaryHome } from "../../../e2e/temporary-home.ts";

/** The built-in contracts; a file of sales with fewer than three rows waits for a person. */
const contracts = mkdtempSync(join(tmpdir(), "daybook-contracts-"));
cpSync("shared/contracts", contracts, { recursive: true });
const file = join(contracts, "transactions.yaml");
writeFileSync(
  file,
  readFileSync(file, "utf8").replace(
    "mustBeGreaterThan: 0, severity: reject_file",
    "mustBeGreaterThan: 2, severity: hold",
  ),
);
afterAll(() => rmSync(contracts, { recursive: true }));

const name = "transactions/2024-01-02.csv";
const sales = (count: number): string =>
  `invoice_no,stock_code,quantity,invoice_date,unit_price\n${Array.from({ length: count }, (_, row) => `A${row},P1,1,2024-01-02T10:00:00,4\n`).join("")}`;

const dropped = async (count: number): Promise<TemporaryHome> => {
  const home = await temporaryHome({ DAYBOOK_CONTRACTS: contracts });
  await home.dropText(name, sales(count));
  await home.settle();
  return home;
};
const tablesOf = (home: TemporaryHome) => contents(home.platform.warehouse, { generations: false });
const lines = (home: TemporaryHome) => home.rows("select count(*) as n from clean.lines");
const decide = (home: TemporaryHome, decision: "released" | "refused") =>
  decideHold({ platform: home.platform, settle: home.settle }, name, decision);

it("a file that looks odd waits, and its rows are counted as held", async () => {
  const home = await dropped(2);
  expect(await lines(home)).toEqual([{ n: 0 }]);
  const [feed] = (await readQuality(home.platform, { feed: "transactions" })).feeds;
  expect(feed).toMatchObject({
    in: 0,
    held: 2,
    waiting: [{ file: name, reason: "2 rows, where more than 2 are expected" }],
  });
});

it("released, it enters, and stays in when it is read again", async () => {
  const home = await dropped(2);
  expect(await decide(home, "released")).toMatchObject({ state: "LOADED", rows: 2 });
  expect(await lines(home)).toEqual([{ n: 2 }]);
  await home.recover();
  await home.settle();
  expect(await lines(home)).toEqual([{ n: 2 }]);
});

it("refused, it is rejected for good, and a corrected one is judged afresh", async () => {
  const home = await dropped(2);
  expect(await decide(home, "refused")).toMatchObject({
    state: "REJECTED",
    reason: "refused by a person: 2 rows, where more than 2 are expected",
  });
  await expect(decide(home, "released")).rejects.toThrow("is not held back");
  await home.dropText(name, sales(3));
  await home.settle();
  const clean = await dropped(3);
  expect(await tablesOf(home)).toEqual(await tablesOf(clean));
});

it("let in once, the same bytes under the same name are held back again", async () => {
  const home = await dropped(2);
  await decide(home, "released");
  await home.dropText(name, sales(2));
  await home.settle();
  const [feed] = (await readQuality(home.platform, { feed: "transactions" })).feeds;
  expect(feed?.waiting.map((one) => one.file)).toEqual([name]);
  expect(await lines(home)).toEqual([{ n: 2 }]);
});

it("is read by the sweep if whoever decided died before it was", async () => {
  const home = await dropped(2);
  const { state, clock } = home.platform;
  const [entry] = await ledgerIn(state, clock).list("transactions");
  if (entry === undefined) throw new Error("no file was read");
  await holdsIn(state).decide(entry, "released", clock.now());
  await home.recover();
  await home.settle();
  expect(await lines(home)).toEqual([{ n: 2 }]);
});

it("while it waits, the rows of the generation before it stay", async () => {
  const home = await dropped(3);
  await home.dropText(name, sales(1));
  await home.settle();
  expect(await lines(home)).toEqual([{ n: 3 }]);
});

it("released after later days, it leaves the tables that it would have made if it had never waited", async () => {
  const others = [1, 3, 4].map((day): readonly [string, string] => [
    `transactions/2024-01-0${day}.csv`,
    sales(4).replaceAll("2024-01-02", `2024-01-0${day}`).replaceAll("A", `B${day}`),
  ]);
  const waited = await dropped(2);
  for (const [other, text] of others) await waited.dropText(other, text);
  await waited.settle();
  await decide(waited, "released");
  const never = await temporaryHome();
  for (const [other, text] of [...others, [name, sales(2)] as const]) await never.dropText(other, text);
  await never.settle();
  expect(await tablesOf(waited)).toEqual(await tablesOf(never));
});

/** What a company does with its files in some order; a file with fewer than three rows waits. */
type Step = { readonly day: number } & (
  | { readonly do: "drop"; readonly rows: number; readonly price: number }
  | { readonly do: "released" | "refused" }
  | { readonly do: "read again" }
);

const stepsOf = (seed: number): readonly Step[] => {
  const random = stream(seed, "holds");
  return Array.from({ length: 14 }, (): Step => {
    const day = 1 + random.below(3);
    if (random.chance(0.6)) return { day, do: "drop", rows: 1 + random.below(5), price: 1 + random.below(9) };
    return { day, do: (["released", "refused", "read again"] as const)[random.below(3)] ?? "released" };
  });
};

const fileOf = (day: number): string => `transactions/2024-01-0${day}.csv`;
const textOf = ({ day, rows, price }: Extract<Step, { do: "drop" }>): string =>
  sales(rows)
    .replaceAll("2024-01-02", `2024-01-0${day}`)
    .replaceAll(",4\n", `,${price}\n`)
    .replaceAll("A", `D${day}-`);

/** Plays the steps, and says what stands in the tables by the rules of holding: the last content that was let in. */
const playHolds = async (
  home: TemporaryHome,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, string>> => {
  const standing = new Map<string, string>();
  const waiting = new Map<string, string>();
  for (const step of steps) {
    const file = fileOf(step.day);
    if (step.do === "drop") {
      const text = textOf(step);
      await home.dropText(file, text);
      waiting.delete(file);
      (step.rows < 3 ? waiting : standing).set(file, text);
    } else if (step.do === "read again") await home.recover();
    else if (waiting.has(file)) {
      await home.settle();
      await decideHold({ platform: home.platform, settle: home.settle }, file, step.do);
      if (step.do === "released") standing.set(file, waiting.get(file) ?? "");
      waiting.delete(file);
    }
  }
  await home.settle();
  return standing;
};

it("whatever is dropped, released and refused in whatever order, the tables are those of what was let in", async () => {
  for (const seed of [1, 2, 3]) {
    const home = await temporaryHome({ DAYBOOK_CONTRACTS: contracts });
    const standing = await playHolds(home, stepsOf(seed));
    expect(standing.size).toBeGreaterThan(0);
    const never = await temporaryHome();
    for (const [file, text] of standing) await never.dropText(file, text);
    await never.settle();
    expect({ seed, tables: await tablesOf(home) }).toEqual({ seed, tables: await tablesOf(never) });
  }
});
