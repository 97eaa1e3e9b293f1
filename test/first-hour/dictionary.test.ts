import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { contractReference } from "../../infra/cli/docs/contract-reference.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { loadKpis } from "../../shared/kpis/load-kpis.ts";
import { daybook, temporaryFolder } from "../infra/cli/laptop-process.ts";

it("daybook docs has every table, column, check and KPI, in Markdown and as a page", async () => {
  const out = join(temporaryFolder(), "docs");
  const { code, stderr } = await daybook("docs", "--out", out);
  expect(code, stderr).toBe(0);
  const feeds = loadFeeds();
  const words = [
    ...feeds.flatMap(({ table, columns }) => [table, ...columns.map(({ name }) => name)]),
    ...loadKpis(undefined, feeds).map(({ name }) => name),
    ...[
      "clean.lines",
      "metrics.daily_sales",
      "price_source",
      "must stand in products.stock_code",
      "(personal)",
    ],
  ];
  for (const file of ["dictionary.md", "dictionary.html"]) {
    const text = readFileSync(join(out, file), "utf8");
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
    expect(text).not.toMatch(/undefined|\[object/);
  }
});

it("the contract reference names every setting, and the page in the repository is the same", () => {
  const reference = contractReference();
  for (const setting of ["skipRows", "numberFormat", "negativeWhere", "duplicateValues", "percentFromRows"])
    expect(reference).toContain(`\`${setting}\``);
  // npm run --silent daybook -- feeds reference > shared/contracts/reference.md
  expect(readFileSync("shared/contracts/reference.md", "utf8").trim()).toBe(reference.trim());
});
