import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { retract } from "../../../functions/1-ingest/retract.ts";
import { sweep } from "../../../functions/1-ingest/sweep.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { sales } from "./landing.ts";
import { dyingAfter, dyingAt, textOf, withContract } from "./worlds.ts";

const name = "transactions/2024-10-06.csv";
const row = (invoice: string) => `${invoice},P1,1,2024-10-06T10:00:00,2.50,GBP,C1`;
const invoices = "select invoice_no from raw.transactions order by 1";
const event = (generation: string) => ({ bucket: "landing", name, generation });

describe("a feed whose rows go with their file", () => {
  const retracting = async () => {
    const home = await temporaryHome();
    const platform = withContract(home, { onDelete: "retract", digest: "retracting00" });
    const { generation } = await home.platform.landing.write(name, sales(row("A1")));
    return { home, platform, generation };
  };

  it("does not load a file whose removal was told first", async () => {
    const { home, platform, generation } = await retracting();
    await home.platform.landing.remove(name);
    expect(await ingest(platform)(event(generation))).toMatchObject({ state: "GONE" });
  });

  it("takes out a file that was removed while it was read", async () => {
    const { home, platform, generation } = await retracting();
    const landing: ObjectStore = {
      ...dyingAt(platform.landing, /never/),
      read: async function* (...given) {
        await home.platform.landing.remove(name);
        yield* home.platform.landing.read(...given);
      },
    };
    await ingest({ ...platform, landing })(event(generation));
    const [manifest] = await home.platform.state.list("manifest/v1/transactions/");
    expect(JSON.parse(await textOf(home.platform.state, manifest?.name ?? ""))).toMatchObject({
      retracted: true,
    });
    await home.settle();
    expect(await home.rows(invoices)).toEqual([]);
  });

  it("finds in a sweep what no event told", async () => {
    const { home, platform, generation } = await retracting();
    await ingest(platform)(event(generation));
    await home.settle();
    expect(await home.rows(invoices)).toEqual([{ invoice_no: "A1" }]);
    await home.platform.landing.remove(name);
    await sweep(platform)();
    await home.settle();
    expect(await home.rows(invoices)).toEqual([]);
  });

  it("loses its rows although the process died between any two steps of taking them out", async () => {
    for (const at of [/^manifest/, /^dirty/, /^ledger/]) {
      const { home, platform, generation } = await retracting();
      await ingest(platform)(event(generation));
      await home.settle();
      await home.platform.landing.remove(name);
      await expect(
        retract({ ...platform, state: dyingAfter(platform.state, at) })(event(generation)),
      ).rejects.toThrow("died after");
      // Neither a redelivery nor a sweep may take the manifest's word for the whole.
      if (at.test("dirty")) await retract(platform)(event(generation));
      else await sweep(platform)();
      await home.settle();
      expect(await home.rows(invoices)).toEqual([]);
      expect(await ingest(platform)(event(generation))).toMatchObject({ state: "GONE" });
    }
  });

  it("comes back when the contract keeps rows again, as long as the original is there", async () => {
    const { home, platform, generation } = await retracting();
    await ingest(platform)(event(generation));
    await home.platform.landing.remove(name);
    await sweep(platform)();
    await home.settle();
    expect(await home.rows(invoices)).toEqual([]);
    await sweep(withContract(home, { onDelete: "keep", digest: "keeping00000" }))();
    await home.settle();
    expect(await home.rows(invoices)).toEqual([{ invoice_no: "A1" }]);
  });
});
