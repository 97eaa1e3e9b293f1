import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { sweep } from "../../../functions/1-ingest/sweep.ts";
import { clean } from "../../../functions/2-clean/clean.ts";
import { wake } from "../../../shared/events.ts";
import type { Log } from "../../../shared/platform.ts";
import { ledgerIn } from "../../../shared/work/ledger.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";
import { land, sales } from "./landing.ts";

const first = "transactions/2024-10-06.csv";
const body = sales("A1,P1,1,2024-10-06T10:00:00,2.50,GBP,C1");
const rates = "date,currency,rate\n2024-10-01,EUR,0.5\n";

const damages = ["", "{", "null", '{"v":2}', "\0\0\0\0"];

/** The name of the only state object below the prefix. */
const stateObject = async (home: TemporaryHome, prefix: string): Promise<string> => {
  const [found, ...more] = await home.platform.state.list(prefix);
  expect(more).toEqual([]);
  return found?.name ?? "none";
};

const advice = (name: string) =>
  `state object ${name} is damaged or of another version; restore an earlier generation of it, or remove it and run a sweep`;

describe("case 73: damaged state", () => {
  it("of the ledger stops the file with a name and advice, and lets other feeds go on", async () => {
    for (const damage of damages) {
      const home = await temporaryHome();
      const entry = await land(home, first, body);
      const name = await stateObject(home, "ledger/v1/transactions/");
      await home.platform.state.write(name, damage);
      const again = { bucket: "landing", name: first, generation: entry?.generation ?? "" };
      await expect(home.stages.ingest.run(again)).rejects.toThrow(advice(name));
      expect(await land(home, "fx_rates/2024-10-01.csv", rates)).toMatchObject({ state: "ACCEPTED" });
      // It was not guessed at and not written over.
      const after: Uint8Array[] = [];
      for await (const chunk of home.platform.state.read(name)) after.push(chunk);
      expect(Buffer.concat(after).toString()).toBe(damage);
    }
  });

  it("of the ledger stops its feed's sweep with an alert, and lets the others be swept", async () => {
    const home = await temporaryHome();
    await land(home, first, body);
    await home.settle();
    await home.platform.landing.write("fx_rates/2024-10-01.csv", rates);
    const name = await stateObject(home, "ledger/v1/transactions/");
    await home.platform.state.write(name, "{");
    const alerts: Record<string, unknown>[] = [];
    const log: Log = { ...home.platform.log, error: (_, fields = {}) => alerts.push(fields) };
    expect(await sweep({ ...home.platform, log }, 0)()).toMatchObject({ ingested: 1 });
    expect(alerts).toMatchObject([{ counter: "feed_stopped", feed: "transactions" }]);
    expect(String(alerts[0]?.["error"])).toContain(advice(name));
    await home.settle();
    expect(await home.rows("select currency from raw.fx_rates")).toEqual([{ currency: "EUR" }]);
  });

  it("of the ledger does not keep clean from the files of other feeds, nor from its own file's rows", async () => {
    const home = await temporaryHome();
    const alerts: Record<string, unknown>[] = [];
    const log: Log = { ...home.platform.log, error: (_, fields = {}) => alerts.push(fields) };
    // Nobody is woken before the damage is done.
    const platform = { ...home.platform, log, bus: { publish: async () => undefined } };
    for (const [name, text] of Object.entries({ [first]: body, "fx_rates/2024-10-01.csv": rates })) {
      const { generation } = await platform.landing.write(name, text);
      await ingest(platform)({ bucket: platform.landingName, name, generation });
    }
    await platform.state.write(await stateObject(home, "ledger/v1/transactions/"), "{");
    await clean(platform)(wake("clean"));
    expect(alerts).toMatchObject([{ counter: "feed_stopped", feed: "transactions", object: first }]);
    expect(await platform.state.list("dirty/v1/clean/")).toEqual([]);
    expect(await ledgerIn(platform.state, platform.clock).list("fx_rates")).toMatchObject([
      { state: "LOADED" },
    ]);
    expect(await home.rows("select invoice_no from clean.lines")).toEqual([{ invoice_no: "A1" }]);
  });

  it("of a manifest stops the file that it stands for, and lets other feeds go on", async () => {
    for (const damage of damages) {
      const home = await temporaryHome();
      await land(home, first, body);
      const name = await stateObject(home, "manifest/v1/transactions/");
      await home.platform.state.write(name, damage);
      await expect(land(home, first, `${body}A2,P1,1,2024-10-06T10:00:00,2.50,GBP,C1\n`)).rejects.toThrow(
        advice(name),
      );
      expect(await land(home, "transactions/2024-10-07.csv", body)).toMatchObject({ state: "ACCEPTED" });
      expect(await land(home, "fx_rates/2024-10-01.csv", rates)).toMatchObject({ state: "ACCEPTED" });
    }
  });

  it("of a lease stops its stage, and not ingest", async () => {
    for (const damage of [...damages, '{"holder":null,"expires":"soon","epoch":1,"intent":null}']) {
      const home = await temporaryHome();
      await home.platform.state.write("lease/v1/clean.json", damage);
      expect(await land(home, first, body)).toMatchObject({ state: "ACCEPTED" });
      await expect(home.stages.clean.run(wake("clean"))).rejects.toThrow(advice("lease/v1/clean.json"));
      expect((await home.platform.state.list("dirty/v1/clean/")).length).toBe(1);
    }
  });

  it("is mended by following the advice", async () => {
    const home = await temporaryHome();
    await land(home, first, body);
    const names = [
      await stateObject(home, "ledger/v1/transactions/"),
      await stateObject(home, "manifest/v1/transactions/"),
    ];
    for (const name of names) await home.platform.state.write(name, "{");
    for (const name of names) await home.platform.state.remove(name);
    expect(await sweep(home.platform, 0)()).toMatchObject({ ingested: 1 });
    await home.settle();
    expect(await home.rows("select invoice_no from clean.lines")).toEqual([{ invoice_no: "A1" }]);
  });
});
