import { describe, expect, it } from "vitest";
import { replay } from "../../functions/1-ingest/replay.ts";
import { sweep } from "../../functions/1-ingest/sweep.ts";
import { erase } from "../../functions/operations/erase/erase.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { erasuresIn } from "../../shared/work/erasures.ts";
import { manifestsIn } from "../../shared/work/manifest.ts";
import { sales } from "../functions/1-ingest/landing.ts";
import { dyingAfter, dyingAt, textOf, withContract } from "../functions/1-ingest/worlds.ts";
import { copiedHome } from "./copied-home.ts";
import { contents } from "./tables.ts";
import { type TemporaryHome, temporaryHome } from "./temporary-home.ts";
import { staged, tables, textOfAll } from "./whole-text.ts";

const person = "C-4711-x";
const day = (date: string, who: readonly string[], change = "") =>
  sales(
    ...who.map(
      (customer, index) => `${change}${date}-${index},P${index},2,${date}T10:00:00,2.50,GBP,${customer}`,
    ),
  );
const others = Array.from({ length: 45 }, (_, index) => `C${index}`);
const badRow = `X-77,P1,many,2024-10-06T10:00:00,2.50,GBP,${person}`;
const shortRow = `X-78,${person}`;
const files: Readonly<Record<string, string>> = {
  "transactions/2024-10-05.csv": day("2024-10-05", others),
  "transactions/2024-10-06.csv": `${day("2024-10-06", [...others, person, "", `${person}`])}${badRow}\n${shortRow}\n`,
  "transactions/2024-10-07.csv": day("2024-10-07", [person]),
  "customers/2024-10-06.csv": `customer_id,name,email\n${person},Pat Person,pat@example.com\nC1,One,one@example.com\n`,
};

// First an earlier generation, whose staging nothing refers to any more.
const filled = copiedHome([
  [["transactions/2024-10-05.csv", day("2024-10-05", [person, "C1"], "old")]],
  Object.entries(files),
]);

const run = (home: TemporaryHome, platform: Platform = home.platform) =>
  erase({ platform, settle: home.settle }, person);

const lines = (home: TemporaryHome) => home.rows("select count(*) as n from clean.lines");

describe("an erased customer", () => {
  it("is in no table, staged object, reject or state object, and everything else is as if they had never been there", async () => {
    const home = await filled();
    expect(await lines(home)).toEqual([{ n: 94 }]);
    for (const text of [await tables(home), await staged(home), await textOfAll(home.platform.serving)])
      expect(text).toContain(person);
    const certificate = await run(home);
    expect(await lines(home)).toEqual([{ n: 91 }]);
    const { serving, state } = home.platform;
    for (const text of [
      await tables(home),
      await staged(home),
      await textOfAll(state),
      await textOfAll(serving),
    ])
      for (const trace of [person, "Pat Person", "X-77", "old2024"]) expect(text).not.toContain(trace);
    expect(
      await home.rows("select sum(rows_out) as n from (select count(*) as rows_out from raw.rejects)"),
    ).toEqual([{ n: 0 }]);

    const without = await temporaryHome();
    const kept = (text: string) =>
      `${text
        .split("\n")
        .filter((line) => line !== "" && !line.includes(person))
        .join("\n")}\n`;
    for (const [name, text] of Object.entries(files))
      if (kept(text).split("\n").length > 2) await without.dropText(name, kept(text));
    await without.settle();
    for (const table of ["metrics.daily_sales", "metrics.customers", "metrics.daily_customer_metrics"])
      expect((await contents(home.platform.warehouse))[table]).toBe(
        (await contents(without.platform.warehouse))[table],
      );

    expect(certificate).toMatchObject({ schema: "daybook.erasure-certificate/v1", rowsErased: 5 });
    expect(certificate.operator.join("\n")).toContain("transactions/2024-10-07.csv (generation");
    expect(certificate.files.map(({ object, rows }) => [object, rows])).toEqual([
      ["customers/2024-10-06.csv", 1],
      ["transactions/2024-10-05.csv", 1],
      ["transactions/2024-10-06.csv", 2],
      ["transactions/2024-10-07.csv", 1],
    ]);
    const text = await textOf(home.platform.state, `erasures/v1/certificates/${certificate.subject}.txt`);
    expect(text).toMatch(/time travel: after 7 days, by \d{4}-/);
    expect((await home.platform.state.list("erasures/v1/retrain/")).map(({ name }) => name)).toEqual([
      `erasures/v1/retrain/${certificate.subject}.json`,
    ]);
  });

  it("does not come back by a replay, a new contract, a new file or the same command again", async () => {
    const home = await filled();
    const first = await run(home);
    const before = await tables(home);
    for (const name of Object.keys(files)) await replay(home.platform)(name);
    await home.settle();
    expect(await tables(home)).toBe(before);
    await sweep(withContract(home, { digest: "0123456789ab" }))();
    await home.settle();
    expect(await tables(home)).toBe(before);
    await home.dropText("transactions/2024-10-08.csv", day("2024-10-08", [`${person}`, "C1"]));
    await home.settle();
    expect(await home.rows("select customer_id from clean.lines where business_date = '2024-10-08'")).toEqual(
      [{ customer_id: "C1" }],
    );
    const again = await run(home);
    expect(again).toMatchObject({ subject: first.subject, requested: first.requested, rowsErased: 5 });
    expect((await staged(home)).includes(person)).toBe(false);
  });

  it("is erased by running it again, wherever it died", async () => {
    for (const at of [
      /^erasures\/v1\/list/,
      /requests/,
      /^manifest/,
      /^dirty/,
      /retrain/,
      /certificates.*json/,
    ]) {
      const home = await filled();
      await expect(
        run(home, { ...home.platform, state: dyingAfter(home.platform.state, at) }),
      ).rejects.toThrow("died");
      const certificate = await run(home);
      expect(certificate.rowsErased).toBe(5);
      expect(await lines(home)).toEqual([{ n: 91 }]);
      for (const text of [await tables(home), await staged(home)]) expect(text).not.toContain(person);
    }
  });

  it("is taken out of the staged rows where the original is gone", async () => {
    const home = await filled();
    const landing: ObjectStore = home.platform.landing;
    const gone = { ...landing, stat: async () => undefined };
    await run(home, { ...home.platform, landing: gone });
    expect(await lines(home)).toEqual([{ n: 91 }]);
    for (const text of [await tables(home), await staged(home)])
      for (const trace of [person, "X-77"]) expect(text).not.toContain(trace);
  });

  it("does not slip in with a file that was being read when they were erased", async () => {
    const home = await filled();
    const name = "transactions/2024-10-09.csv";
    const { generation } = await home.platform.landing.write(name, day("2024-10-09", [person, "C1"]));
    const event = { bucket: home.platform.landingName, name, generation };
    const { ingest } = await import("../../functions/1-ingest/ingest.ts");
    const erasing: Platform = {
      ...home.platform,
      staging: {
        ...dyingAt(home.platform.staging, /(?!)/),
        async write(object, ...given) {
          const written = await home.platform.staging.write(object, ...given);
          await erasuresIn(home.platform.state).add(person, new Date());
          return written;
        },
      },
    };
    await expect(ingest(erasing)(event)).rejects.toThrow("a person was erased while it was read");
    await ingest(home.platform)(event);
    await home.settle();
    const [manifest] = await manifestsIn(home.platform.state).list("transactions", "2024-10-09");
    expect(manifest).toMatchObject({ rows: 1, take: 1, erasures: 1 });
    await run(home);
    expect(
      await home.rows("select customer_id from raw.transactions where _source_date = '2024-10-09'"),
    ).toEqual([{ customer_id: "C1" }]);
  });

  it("must be here: a mistyped id erases nothing and says so", async () => {
    const home = await filled();
    const before = await tables(home);
    await expect(erase(home, "C-4711-y")).rejects.toThrow(
      "no row of this customer is here: nothing was erased",
    );
    expect(await erasuresIn(home.platform.state).count()).toBe(0);
    expect(await tables(home)).toBe(before);
  });
});
