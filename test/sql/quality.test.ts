import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { binsSql } from "../../functions/operations/quality/column-bins.ts";
import { warnedQueries } from "../../functions/operations/quality/warned-rows.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { catalogue } from "./catalogue.ts";
import { problemsIn } from "./problems.ts";
import { startZetaSql, type ZetaSql } from "./zetasql.ts";

let zetasql: ZetaSql;
beforeAll(async () => {
  zetasql = await startZetaSql();
});
afterAll(() => zetasql.stop());

const feeds = loadFeeds();

/** Printed from contracts, so no file holds it. */
const warnings = feeds.flatMap((feed) =>
  warnedQueries(feeds, feed).map(({ sql, params }, place) => {
    const types = Object.entries(params).map(([name, { type }]) => `@${name} ${type.toLowerCase()}`);
    return [
      `${feed.name} ${place}`,
      `-- ${["@from_day date", "@file string", ...types].join(", ")}\n${sql}`,
    ] as const;
  }),
);

describe("the SQL of a quality report", () => {
  it("is made for several checks", () => {
    expect(warnings.length).toBeGreaterThan(3);
  });

  it.each(warnings)("asks for rows of a check in GoogleSQL: %s", async (_, sql) => {
    expect(await problemsIn(zetasql, sql, await catalogue(zetasql))).toEqual([]);
  });

  it.each(feeds.map((feed) => [feed.name, feed] as const))(
    "asks for the values of each column in GoogleSQL: %s",
    async (_, feed) => {
      const compared = feed.columns.filter(({ type }) => !["DATE", "DATETIME", "TIMESTAMP"].includes(type));
      const sql = `-- @from_day date\n${binsSql(feed, compared)}`;
      expect(await problemsIn(zetasql, sql, await catalogue(zetasql))).toEqual([]);
    },
  );
});
