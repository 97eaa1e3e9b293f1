import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { clean } from "../../../functions/2-clean/clean.ts";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { rawTables } from "../../../shared/contracts/raw-tables.ts";
import { wake } from "../../../shared/events.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { contract } from "./contract.ts";

describe("case 47: files staged before and after a contract gained a column", () => {
  it("are loaded together, before any sweep has read the older ones again", async () => {
    const home = await temporaryHome();
    const under = async (feed: Feed, files: Record<string, string>) => {
      const platform = { ...home.platform, feeds: [...home.platform.feeds, feed] };
      await platform.warehouse.define(rawTables(platform.feeds));
      for (const [name, text] of Object.entries(files)) {
        const { generation } = await platform.landing.write(name, text);
        await ingest(platform)({ bucket: "landing", name, generation });
      }
      await clean(platform)(wake("clean"));
    };
    const columns = { a: { required: true }, b: {} };
    await under(contract(columns), { "sales/2024-10-06 a.csv": "a,b\n1,2\n" });
    const grown = contract({ ...columns, c: "INT64" }, {}, { version: "1.1.0" });
    await under(grown, { "sales/2024-10-06 b.csv": "a,b,c\n3,4,5\n" });
    expect(await home.rows("select a, b, c from raw.sales order by a")).toEqual([
      { a: "1", b: "2", c: null },
      { a: "3", b: "4", c: 5 },
    ]);
  });
});
