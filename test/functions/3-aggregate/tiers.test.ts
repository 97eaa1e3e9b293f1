import { describe, expect, it } from "vitest";
import { reassignTiers, tryTiers } from "../../../functions/operations/tiers/reassign.ts";
import { showTiers } from "../../../functions/operations/tiers/show-tiers.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { parseTierRules, type TierRules } from "../../../shared/tiers/tier-rules.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";

const rules = parseTierRules(
  `name: short
kind: thresholds
windowDays: 30
graceDays: 10
tiers:
  - { name: Bronze }
  - { name: Silver, net: 100 }
  - { name: Gold, net: 300, purchaseDays: 2, boughtWithinDays: 20 }
`,
  "short.yaml",
) as Extract<TierRules, { kind: "thresholds" }>;

/** day, customer, net; a negative amount is a return */
type Sale = readonly [string, string, number];

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id\n";

const dropSales = async (home: TemporaryHome, sales: readonly Sale[]): Promise<void> => {
  const byDay = Map.groupBy(sales, ([day]) => day);
  for (const [day, own] of byDay) {
    const lines = own.map(
      ([, customer, net], row) =>
        `${day}-${row},P${row},${Math.sign(net)},${day}T10:00:00,${Math.abs(net)},${customer}\n`,
    );
    await home.dropText(`transactions/${day}.csv`, header + lines.join(""));
  }
  await home.settle();
};

const tiersOf = async (home: TemporaryHome) =>
  (
    await home.rows(
      "select customer_id, tier, valid_from, valid_to from metrics.tiers order by customer_id, valid_from",
    )
  ).map((row) => `${row["customer_id"]} ${row["tier"]} ${row["valid_from"]} ${row["valid_to"] ?? "now"}`);

const homeWith = async (sales: readonly Sale[]): Promise<TemporaryHome> => {
  const home = await temporaryHome();
  await reassignTiers({ platform: home.platform, settle: home.settle }, rules);
  await dropSales(home, sales);
  return home;
};

/** Day by day, as a clerk would: the level of each day by adding up, then the tier by the rule's own words. */
const byHand = (sales: readonly Sale[]): string[] => {
  const asOf = Math.max(...sales.map(([day]) => dayOf(day)));
  return [...new Set(sales.map(([, customer]) => customer))].sort().flatMap((customer) => {
    const own = sales.filter(([, who]) => who === customer);
    const first = Math.min(...own.map(([day]) => dayOf(day)));
    const levels = new Map<number, number>();
    const spans: { tier: string; from: number; to: number }[] = [];
    let tier = -1;
    for (let day = first; day <= asOf; day++) {
      levels.set(day, levelOn(own, day));
      const isReview = isoDate(day).endsWith("-01");
      const reached = (levels.get(day) ?? 0) > tier ? levels.get(day) : undefined;
      const since = [...levels].filter(([on]) => on >= day - rules.graceDays).map(([, level]) => level);
      const next = reached ?? (isReview ? Math.min(tier, Math.max(...since)) : tier);
      if (next !== tier) spans.push({ tier: rules.tiers[next]?.name ?? "", from: day, to: asOf });
      tier = next;
    }
    return spans.map(({ tier: name, from }, place) => {
      const following = spans[place + 1];
      return `${customer} ${name} ${isoDate(from)} ${following ? isoDate(following.from - 1) : "now"}`;
    });
  });
};

const levelOn = (own: readonly Sale[], day: number): number => {
  const past = own.filter(([on]) => dayOf(on) <= day);
  const within = past.filter(([on]) => dayOf(on) > day - rules.windowDays);
  const net = within.reduce((sum, [, , amount]) => sum + amount, 0);
  const bought = (list: readonly Sale[]) =>
    new Set(list.filter(([, , amount]) => amount > 0).map(([on]) => on));
  const last = Math.max(...[...bought(past)].map(dayOf), Number.NEGATIVE_INFINITY);
  return rules.tiers.reduce(
    (level, { net: least, purchaseDays, boughtWithinDays }, place) =>
      place === 0 ||
      (net >= least &&
        bought(within).size >= purchaseDays &&
        (boughtWithinDays === undefined || day - last <= boughtWithinDays))
        ? place
        : level,
    0,
  );
};

describe("a tier", { timeout: 600_000 }, () => {
  it("is reached on the exact threshold, and not a penny below it", async () => {
    const home = await homeWith([
      ["2024-02-05", "A", 100],
      ["2024-02-05", "B", 99.99],
    ]);
    expect(await tiersOf(home)).toEqual(["A Silver 2024-02-05 now", "B Bronze 2024-02-05 now"]);
    expect((await showTiers(home.platform, "B")).next?.words).toBe("GBP 0.01 to Silver");
  });

  it("is kept by a review on the last day of grace, and lost by one on the day after", async () => {
    // A's 30 days end on 20 February, and 2024 is a leap year: the ten days of grace are 21 February to 1 March.
    const home = await homeWith([
      ["2024-01-22", "A", 100],
      ["2024-01-21", "B", 100],
      ["2024-03-31", "Z", 1],
    ]);
    expect(await tiersOf(home)).toEqual([
      "A Silver 2024-01-22 now",
      "B Silver 2024-01-21 2024-02-29",
      "B Bronze 2024-03-01 now",
      "Z Bronze 2024-03-31 now",
    ]);
  });

  it("counts a leap day as a day", async () => {
    const home = await homeWith([
      ["2024-02-29", "A", 100],
      ["2024-03-30", "Z", 1],
      ["2024-05-01", "Z", 1],
    ]);
    expect(await tiersOf(home)).toEqual(
      byHand([
        ["2024-02-29", "A", 100],
        ["2024-03-30", "Z", 1],
        ["2024-05-01", "Z", 1],
      ]),
    );
  });

  it("falls by a return, at the review after the grace, and says so", async () => {
    const home = await homeWith([
      ["2024-02-05", "A", 150],
      ["2024-02-06", "A", -100],
      ["2024-03-02", "Z", 1],
    ]);
    expect(await tiersOf(home)).toEqual([
      "A Silver 2024-02-05 2024-02-29",
      "A Bronze 2024-03-01 now",
      "Z Bronze 2024-03-02 now",
    ]);
    const { history } = await showTiers(home.platform, "A");
    expect(history[1]?.["reason"]).toBe(
      "review of 2024-03-01, more than 10 days after the last at Silver: net 50 on 1 purchase day from 2024-02-01 to 2024-03-01, last bought on 2024-02-05",
    );
  });
});

const random = (seed: number): readonly Sale[] => {
  let state = seed;
  const dice = (sides: number): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * sides);
  };
  return Array.from({ length: 60 }, (): Sale => {
    const day = isoDate(dayOf("2024-01-10") + dice(130));
    const amount = [20, 50, 100, 150, 300][dice(5)] ?? 1;
    return [day, "ABCD"[dice(4)] ?? "", dice(5) === 0 ? -amount : amount];
  });
};

describe("whatever is bought", { timeout: 600_000 }, () => {
  it("tiers are what counting by hand gives, file by file in any order as well as at once", async () => {
    for (const seed of [1, 2, 3]) {
      const sales = random(seed);
      const atOnce = await homeWith(sales);
      expect(await tiersOf(atOnce)).toEqual(byHand(sales));
      const stepwise = await homeWith([]);
      const days = [...new Set(sales.map(([day]) => day))].sort((left, right) =>
        left.split("").reverse().join("") < right.split("").reverse().join("") ? -1 : 1,
      );
      for (const part of [days.slice(0, 10), days.slice(10, 25), days.slice(25)])
        await dropSales(
          stepwise,
          sales.filter(([day]) => part.includes(day)),
        );
      expect(await tiersOf(stepwise)).toEqual(await tiersOf(atOnce));
    }
  });

  it("a dry run tells what an assignment then does", async () => {
    const home = await homeWith(random(4));
    const tried = await tryTiers(
      home.platform,
      parseTierRules(
        "name: flat\nkind: rank\nmeasure: mean_monthly_net\ntiers:\n  - { name: Top, share: 0.5 }\n  - { name: Rest, share: 1 }\n",
        "flat.yaml",
      ),
    );
    expect(tried.tiers).toEqual({ Top: 2, Rest: 2 });
    expect((await tiersOf(home)).some((row) => row.includes("Top"))).toBe(false);
  });
});
