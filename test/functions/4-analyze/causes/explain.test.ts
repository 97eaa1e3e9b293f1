import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeBrief } from "../../../../functions/operations/brief/brief.ts";
import { briefMarkdown } from "../../../../functions/operations/brief/markdown.ts";
import { briefPage } from "../../../../functions/operations/brief/page.ts";
import { explain } from "../../../../functions/operations/explain/explain.ts";
import { decimalText, nano, total } from "../../../../shared/decimal.ts";
import { type TemporaryHome, temporaryHome } from "../../../e2e/temporary-home.ts";
import { kpiText } from "../../../shared/kpis/kpi-text.ts";
import { dayAfter, days, shopFile, shopFiles, watchedRevenue } from "./watched-shop.ts";

const lastDay = dayAfter(days - 1);
const bulk = `BULK1,P9,GIANT MUG,500,${lastDay}T10:30:00,2.00,GBP,C999,Germany`;

const shop = async (changed: Parameters<typeof shopFiles>[0] = {}): Promise<TemporaryHome> => {
  const home = await temporaryHome({ DAYBOOK_KPIS: watchedRevenue() });
  for (const { name, text } of shopFiles(changed)) await home.dropText(name, text);
  await home.settle();
  return home;
};

const ask = (home: TemporaryHome, day = lastDay, by?: readonly string[]) =>
  explain(home.platform, { kpi: "sales", day, language: "en", ...(by && { by }) });

const told = (home: TemporaryHome) =>
  home.rows("select * from insights.drivers order by finding_id, split_name, place");
const texts = (home: TemporaryHome) => home.rows("select * from insights.explanations order by finding_id");

describe("a day on which one country fell", () => {
  it("is explained by that country, in parts that add up, in the command, the tables and the page", async () => {
    // given
    const home = await shop({ [lastDay]: { lines: { Germany: 1 } } });
    // when
    const { explanation, finding, story } = await ask(home);
    // then
    expect(explanation.verdict).toBe("segments");
    expect(explanation.drivers[0]?.where).toContainEqual({ dimension: "country", value: "Germany" });
    const sums = [...Map.groupBy(explanation.drivers, ({ split }) => split).values()].map((own) =>
      decimalText(total(own.map(({ contribution }) => nano(contribution ?? "0")))),
    );
    expect(sums.length).toBe(2);
    expect(new Set(sums)).toEqual(new Set([explanation.change]));
    expect(story.headline).toContain("Germany");

    const stored = await home.rows(
      `select split_name, sum(contribution) as contribution from insights.drivers where finding_id = '${finding?.id}' group by split_name order by split_name`,
    );
    expect(stored.map((row) => decimalText(nano(String(row["contribution"]))))).toEqual(sums);
    expect((await texts(home)).map((row) => row["headline_en"])).toContain(story.headline);

    const page = briefPage(await makeBrief(home.platform, lastDay, "de"));
    expect(page).toContain("Germany");
    expect(page).not.toContain("<b>");
    expect(page).not.toContain("<script");
  });

  it("is withdrawn with its causes when a corrected file comes", async () => {
    const home = await shop({ [lastDay]: { lines: { Germany: 1 } } });
    expect(await told(home)).not.toEqual([]);
    await home.dropText(`transactions/${lastDay}.csv`, shopFile(lastDay));
    await home.settle();
    expect(await told(home)).toEqual([]);
    expect(await texts(home)).toEqual([]);
  });
});

describe("a day with one large order", () => {
  it("explains revenue per order by that order, with its customer and product", async () => {
    const folder = watchedRevenue();
    const perOrder = {
      name: "per_order",
      formula: "sum(gross) / count_distinct(invoice_no where quantity > 0)",
      additive: "false",
      dimensions: "[country]",
      thresholds: "[{ is: above, value: 50, unit: percent_change }]",
    };
    writeFileSync(join(folder, "per_order.yaml"), kpiText(perOrder));
    const home = await temporaryHome({ DAYBOOK_KPIS: folder });
    for (const { name, text } of shopFiles({ [lastDay]: { extra: bulk } })) await home.dropText(name, text);
    await home.settle();
    const { explanation, story } = await explain(home.platform, {
      kpi: "per_order",
      day: lastDay,
      language: "en",
    });
    expect(explanation.verdict).toBe("single");
    const [order] = explanation.drivers;
    expect(order).toMatchObject({
      kind: "order",
      where: [
        { dimension: "order", value: "BULK1" },
        { dimension: "customer", value: "C999" },
        { dimension: "product", value: "P9" },
      ],
    });
    // Without it, an order is worth what it usually is.
    expect(Number(order?.expected)).toBeCloseTo(Number(explanation.expected), 0);
    expect(decimalText(total(explanation.drivers.map(({ contribution }) => nano(contribution ?? "0"))))).toBe(
      explanation.change,
    );
    expect(story.headline).toContain("BULK1");
  });
});

describe("a shop whose day comes in two files", () => {
  it("that misses one of them has a data fault, which the file mends", async () => {
    const home = await temporaryHome({ DAYBOOK_KPIS: watchedRevenue() });
    const halves = (text: string): readonly string[] => {
      const [head = "", ...lines] = text.trim().split("\n");
      return [0, 1].map((half) => `${[head, ...lines.filter((_, at) => at % 2 === half)].join("\n")}\n`);
    };
    const drop = async (name: string, which: readonly number[]) => {
      const parts = halves(shopFile(name));
      for (const half of which) await home.dropText(`transactions/${name}/${half}.csv`, parts[half] ?? "");
    };
    for (let day = 0; day < days - 1; day++) await drop(dayAfter(day), [0, 1]);
    await drop(lastDay, [0]);
    await home.settle();
    const { explanation, story } = await ask(home);
    expect(explanation).toMatchObject({
      verdict: "data_fault",
      faults: [{ kind: "late_file", actual: 1, usual: 2, about: lastDay }],
    });
    expect(story.paragraph).toContain("Of the 2 files that");
    await drop(lastDay, [1]);
    await home.settle();
    expect((await ask(home)).explanation.faults).toEqual([]);
  });
});

describe("an increment", () => {
  it("explains what a rebuild explains, whatever the order of the files", async () => {
    const changed = { [dayAfter(40)]: { lines: { Germany: 1 } }, [lastDay]: { extra: bulk } };
    const atOnce = await shop(changed);
    const oneByOne = await temporaryHome({ DAYBOOK_KPIS: watchedRevenue() });
    const files = shopFiles(changed);
    // The history in two halves, the newer one first, and a day that changes later.
    for (const { name, text } of files.slice(28)) await oneByOne.dropText(name, text);
    await oneByOne.dropText(
      `transactions/${dayAfter(33)}.csv`,
      shopFile(dayAfter(33), { lines: { Germany: 3 } }),
    );
    await oneByOne.settle();
    for (const { name, text } of files.slice(0, 28)) await oneByOne.dropText(name, text);
    await oneByOne.settle();
    await oneByOne.dropText(`transactions/${dayAfter(33)}.csv`, shopFile(dayAfter(33)));
    await oneByOne.settle();
    expect(await told(atOnce)).not.toEqual([]);
    expect(await told(oneByOne)).toEqual(await told(atOnce));
    expect(await texts(oneByOne)).toEqual(await texts(atOnce));
  }, 600_000);
});

describe("other answers", () => {
  it("name one order with its customer and product, and refuse what is not known", async () => {
    const home = await shop({ [lastDay]: { extra: bulk } });
    const { explanation, story } = await ask(home);
    expect(explanation.verdict).toBe("single");
    expect(explanation.drivers[0]?.where).toEqual([
      { dimension: "order", value: "BULK1" },
      { dimension: "customer", value: "C999" },
      { dimension: "product", value: "P9" },
    ]);
    expect(story.paragraph).toContain("Order BULK1 of customer C999 for product P9 alone explains £1,000");
    await expect(ask(home, lastDay, ["colour"])).rejects.toThrow(
      'sales has no dimension "colour"; its dimensions are country',
    );
    await expect(ask(home, "1999-01-01")).rejects.toThrow("no daily value of sales is known for 1999-01-01");
    await expect(makeBrief(home.platform, "1999-01-01", "en")).rejects.toThrow(
      "nothing is known of 1999-01-01",
    );
  });

  it("say that a file is missing, or that nothing moved", async () => {
    const gap = dayAfter(50);
    const home = await temporaryHome({ DAYBOOK_KPIS: watchedRevenue() });
    for (const { name, text } of shopFiles().filter((file) => !file.name.includes(gap)))
      await home.dropText(name, text);
    await home.settle();
    const { explanation } = await ask(home, gap);
    expect(explanation.verdict).toBe("data_fault");
    expect(explanation.faults).toMatchObject([{ kind: "missing_file", actual: 0, about: gap }]);
    expect((await ask(home)).finding).toBeUndefined();
    const markdown = briefMarkdown(await makeBrief(home.platform, lastDay, "en"));
    expect(markdown).toContain("Nothing unusual was found.");
  });
});
