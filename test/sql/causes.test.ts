import { afterAll, beforeAll, expect, it } from "vitest";
import { cellsSql } from "../../functions/4-analyze/causes/cells-sql.ts";
import { dimensionsOf } from "../../functions/4-analyze/causes/dimensions.ts";
import { lineAmounts } from "../../functions/4-analyze/causes/measures.ts";
import { countedIn } from "../../functions/4-analyze/causes/single-of-ratio.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { loadKpis } from "../../shared/kpis/load-kpis.ts";
import { sourcesFor } from "../../shared/kpis/sources.ts";
import { catalogue } from "./catalogue.ts";
import { problemsIn } from "./problems.ts";
import { startZetaSql, type ZetaSql } from "./zetasql.ts";

let zetasql: ZetaSql;
beforeAll(async () => {
  zetasql = await startZetaSql();
});
afterAll(() => zetasql.stop());

const feeds = loadFeeds();
const source = sourcesFor(feeds).get("clean.lines");
const parameters =
  "-- @days array<date>, @first_day date, @last_day date, @period date, @windows int64, @segment string\n";

/** Printed from the KPI's formula, so no file holds it. */
const printed = loadKpis(undefined, feeds).flatMap((kpi) => {
  if (kpi.source !== "clean.lines") return [];
  // Of a ratio whose denominator counts, the numerator alone adds up.
  const counted = countedIn(kpi) ? { ...kpi, denominator: undefined } : kpi;
  const amounts = source && lineAmounts(counted, { source, period: "business_date" });
  if (!amounts) return [];
  return kpi.cadence.map((cadence) => {
    const sql = cellsSql(cadence, amounts, dimensionsOf(kpi), {
      within: cadence === "daily" ? "country" : "tier",
      usesTiers: cadence !== "daily",
    });
    return [`${kpi.name}, ${cadence}`, parameters + sql] as const;
  });
});

it.each(printed)("the cells of %s are read by GoogleSQL", async (_, sql) => {
  expect(await problemsIn(zetasql, sql, await catalogue(zetasql))).toEqual([]);
});

it("are of several KPIs", () => {
  expect(printed.length).toBeGreaterThan(5);
});
