import { describe, expect, it } from "vitest";
import { replay } from "../../../functions/1-ingest/replay.ts";
import { replayFiles, selectFiles } from "../../../functions/operations/replay/replay-files.ts";
import type { Platform } from "../../../shared/platform.ts";
import { contents, digests } from "../../e2e/tables.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";
import { sales } from "./landing.ts";
import { dyingAt } from "./worlds.ts";

const name = "transactions/2024-10-06.csv";
const row = (invoice: string, customer = "C1") => `${invoice},P1,1,2024-10-06T10:00:00,2.50,GBP,${customer}`;
const tables = async (home: TemporaryHome) => digests(await contents(home.platform.warehouse));

/** The same contract, digest and all, read by code that makes something else of it. */
const mended = (home: TemporaryHome): Platform => ({
  ...home.platform,
  feeds: home.platform.feeds.map((feed) => ({
    ...feed,
    columns: feed.columns.map((column) =>
      column.name === "customer_id" ? { ...column, upperCase: true } : column,
    ),
  })),
});

describe("a replay", () => {
  it("reads the original anew although contract and generation are those of before", async () => {
    const home = await temporaryHome();
    await home.dropText(name, sales(row("A1", "c1")));
    await home.settle();
    await replay(mended(home))(name);
    await home.settle();
    expect(await home.rows("select customer_id, count(*) as n from raw.transactions group by 1")).toEqual([
      { customer_id: "C1", n: 1 },
    ]);
    expect(await home.rows("select customer_id from metrics.customers")).toEqual([{ customer_id: "C1" }]);
  });

  it("ends in the same tables however often it is done, and when it died at any write", async () => {
    const home = await temporaryHome();
    const sound = Array.from({ length: 20 }, (_, index) => row(`A${index}`));
    await home.dropText(name, sales(...sound, "B1,P1,many,,,,"));
    await home.dropText("transactions/2024-10-07.csv", sales(row("B1")));
    await home.settle();
    const before = await tables(home);
    const files = await selectFiles(home.platform, {});
    expect(files.map(({ rows }) => rows)).toEqual([20, 1]);
    for (const at of [/^ledger/, /part-00000/, /report\.json$/, /^manifest/, /^dirty/]) {
      const dying = {
        ...home.platform,
        staging: dyingAt(home.platform.staging, at),
        state: dyingAt(home.platform.state, at),
      };
      await expect(replay(dying)(name)).rejects.toThrow("died at");
      const replayed = await replayFiles(home, files, () => {});
      expect(replayed.map(({ state }) => state)).toEqual(["ACCEPTED", "ACCEPTED"]);
      expect(await tables(home)).toEqual(before);
    }
  });

  it("chooses files by prefix, feed and file date, and says what the tables show of them", async () => {
    const home = await temporaryHome();
    for (const day of ["05", "06", "07"])
      await home.dropText(`transactions/2024-10-${day}.csv`, sales(row(`A${day}`)));
    await home.dropText("fx_rates/2024-10-06.csv", "rate_date,currency,rate\n2024-10-06,EUR,0.85\n");
    await home.settle();
    const names = async (selection: Parameters<typeof selectFiles>[1]) =>
      (await selectFiles(home.platform, selection)).map(({ object }) => object);
    expect(await names({ from: "2024-10-06", to: "2024-10-06" })).toEqual(["fx_rates/2024-10-06.csv", name]);
    expect(await names({ prefixes: ["transactions/2024-10-0"], from: "2024-10-06" })).toEqual([
      name,
      "transactions/2024-10-07.csv",
    ]);
    expect(await names({ feed: "fx_rates" })).toEqual(["fx_rates/2024-10-06.csv"]);
  });
});
