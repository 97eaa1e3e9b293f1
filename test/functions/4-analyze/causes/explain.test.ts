import { describe, expect, it } from "vitest";
import { makeBrief } from "../../../../functions/operations/brief/brief.ts";
import { briefMarkdown } from "../../../../functions/operations/brief/markdown.ts";
import { briefPage } from "../../../../functions/operations/brief/page.ts";
import { explain } from "../../../../functions/operations/explain/explain.ts";
import { decimalText, nano, total } from "../../../../shared/decimal.ts";
import { type TemporaryHome, temporaryHome } from "../../../e2e/temporary-home.ts";
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
