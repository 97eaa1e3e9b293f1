import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { sweep } from "../../../functions/1-ingest/sweep.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { land, sales } from "./landing.ts";
import { dyingAt, textOf, withContract } from "./worlds.ts";

const name = "transactions/2024-10-06.csv";
const row = (invoice: string) => `${invoice},P1,1,2024-10-06T10:00:00,2.50,GBP,C1`;
const invoices = "select invoice_no from raw.transactions order by 1";

const event = (generation: string) => ({ bucket: "landing", name, generation });

describe("a delivery that died", () => {
  for (const at of [/part-00000/, /report\.json$/, /^manifest/, /^dirty/])
    it(`case 26: Function times out at 540 s in mid-stage → partial stage ignored, retry completes. (at ${at})`, async () => {
      const home = await temporaryHome();
      const { generation } = await home.platform.landing.write(name, sales(row("A1"), row("A2")));
      const dying = {
        ...home.platform,
        staging: dyingAt(home.platform.staging, at),
        state: dyingAt(home.platform.state, at),
      };
      await expect(ingest(dying)(event(generation))).rejects.toThrow("died at");
      // Nothing is in force before all of it is there.
      expect((await home.platform.state.list("dirty/")).length).toBe(0);
      expect(await ingest(dying)(event(generation))).toMatchObject({
        state: "ACCEPTED",
        rows: 2,
        attempts: 2,
      });
      await home.settle();
      expect(await home.rows(invoices)).toEqual([{ invoice_no: "A1" }, { invoice_no: "A2" }]);
    });

  it("leaves a reason, which the next that comes through takes away", async () => {
    const home = await temporaryHome();
    const { generation } = await home.platform.landing.write(name, sales(row("A1")));
    const dying = { ...home.platform, staging: dyingAt(home.platform.staging, /report/) };
    await expect(ingest(dying)(event(generation))).rejects.toThrow();
    const entry = await ingest(dying)(event(generation));
    expect(entry).toMatchObject({ state: "ACCEPTED" });
    expect(entry).not.toHaveProperty("reason");
  });

  it("case 28: Poison file fails 8 times → `STUCK`, acked, other files unaffected; tried again when its contract changes.", async () => {
    const home = await temporaryHome();
    const { generation } = await home.platform.landing.write(name, sales(row("A1")));
    for (let attempt = 1; attempt <= 8; attempt++) {
      const dying = { ...home.platform, staging: dyingAt(home.platform.staging, /report/) };
      await expect(ingest(dying)(event(generation))).rejects.toThrow();
    }
    const stuck = await ingest(home.platform)(event(generation));
    expect(stuck).toMatchObject({ state: "STUCK" });
    expect(stuck?.reason).toMatch(/^failed 8 times: died at .*report\.json$/);
    const edited = withContract(home, { digest: "0123456789ab" });
    expect(await ingest(edited)(event(generation))).toMatchObject({ state: "ACCEPTED", attempts: 1 });
  });
});

describe("a contract that was edited more often than a file may fail", () => {
  it("has each file read again each time", async () => {
    const home = await temporaryHome();
    await land(home, name, sales(row("A1")));
    for (let edit = 1; edit <= 10; edit++) {
      const edited = withContract(home, { digest: String(edit).padStart(12, "0") });
      expect(await sweep(edited)()).toMatchObject({ ingested: 1 });
    }
    const entries = await Promise.all(
      (await home.platform.state.list("ledger/")).map(({ name: entry }) =>
        textOf(home.platform.state, entry),
      ),
    );
    expect(entries.map((text) => JSON.parse(text))).toMatchObject([{ state: "ACCEPTED", attempts: 1 }]);
  });

  it("has the generation read again that serves behind a corrupt one", async () => {
    const home = await temporaryHome();
    const good = await land(home, name, sales(row("A1")));
    expect(await land(home, name, "nothing,of,use\n1,2,3\n")).toMatchObject({
      state: "REJECTED",
      serving: good?.generation,
    });
    const edited = withContract(home, { digest: "0123456789ab" });
    await sweep(edited)();
    const [manifest] = await home.platform.state.list("manifest/v1/transactions/");
    expect(JSON.parse(await textOf(home.platform.state, manifest?.name ?? ""))).toMatchObject({
      generation: good?.generation,
      contract: "0123456789ab",
    });
    await home.settle();
    expect(await home.rows(invoices)).toEqual([{ invoice_no: "A1" }]);
  });
});

describe("the same bytes again", () => {
  it("change nothing while they serve, and are loaded when something else does", async () => {
    const home = await temporaryHome();
    const first = await land(home, name, sales(row("A1")));
    expect(await land(home, name, sales(row("A1")))).toMatchObject({
      state: "IGNORED",
      serving: first?.generation,
    });
    expect(await land(home, name, sales(row("B1")))).toMatchObject({ state: "ACCEPTED" });
    expect(await land(home, name, sales(row("A1")))).toMatchObject({ state: "ACCEPTED" });
    await home.settle();
    expect(await home.rows(invoices)).toEqual([{ invoice_no: "A1" }]);
  });
});

describe("a generation between two with the same bytes", () => {
  it("does not replace them when it is told last", async () => {
    const home = await temporaryHome();
    await land(home, name, sales(row("A1")));
    const between = await home.platform.landing.write(name, sales(row("B1")));
    expect(await land(home, name, sales(row("A1")))).toMatchObject({ state: "IGNORED" });
    expect(await ingest(home.platform)(event(between.generation))).toMatchObject({ state: "SUPERSEDED" });
    await home.settle();
    expect(await home.rows(invoices)).toEqual([{ invoice_no: "A1" }]);
  });
});

describe("whatever becomes of a file", () => {
  it("leaves no scratch files behind", async () => {
    const home = await temporaryHome();
    const long = `${row("A1")}\n`.repeat(5000);
    for (const body of [
      "",
      "x",
      sales(row("A1")),
      sales("A1"),
      sales(`${long}A2,"P1" x`),
      sales("A1,P1,x,,,,"),
    ])
      await land(home, name, body);
    expect(readdirSync(join(home.platform.home, "scratch"))).toEqual([]);
  });
});
