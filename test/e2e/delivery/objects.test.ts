import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { replay } from "../../../functions/1-ingest/replay.ts";
import { retract } from "../../../functions/1-ingest/retract.ts";
import type { Log, Platform } from "../../../shared/platform.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { ledgerIn } from "../../../shared/work/ledger.ts";
import { land, sales } from "../../functions/1-ingest/landing.ts";
import { contents } from "../tables.ts";
import { type TemporaryHome, temporaryHome } from "../temporary-home.ts";
import { memoryWorld } from "./memory-world.ts";
import { atRest, bodyOf, nameOf, put, shownDays, work } from "./world-at-work.ts";

const date = "2024-10-06";
const name = nameOf(date);
const row = (invoice: string) => `${invoice},P1,1,${date}T10:00:00,2.50,GBP,C1`;
const invoices = (home: TemporaryHome) => home.rows("select invoice_no from clean.lines order by 1");

describe("what becomes of a file in the bucket", () => {
  it("case 31: Object overwritten while being read → generation pinned; old generation content never mixed; final = newest.", async () => {
    const home = await temporaryHome();
    const { landing } = home.platform;
    const first = await landing.write(name, sales(row("A1"), row("A2")));
    const overwriting: ObjectStore = {
      ...memoryWorld().platform.landing,
      stat: (...given) => landing.stat(...given),
      async *read(...given) {
        await landing.write(name, sales(row("B1")));
        yield* landing.read(...given);
      },
    };
    const event = { bucket: "landing", name, generation: first.generation };
    expect(await ingest({ ...home.platform, landing: overwriting })(event)).toMatchObject({ rows: 2 });
    await home.settle();
    expect(await invoices(home)).toEqual([{ invoice_no: "A1" }, { invoice_no: "A2" }]);
    await home.stages.sweep.run();
    await home.settle();
    expect(await invoices(home)).toEqual([{ invoice_no: "B1" }]);
  });

  it("case 32: Events for g2 arrive before g1 → g1 `SUPERSEDED`, content = g2.", async () => {
    const world = memoryWorld();
    const first = await put(world, date, { invoice: "A1" });
    const second = await put(world, date, { invoice: "B1" });
    expect(await ingest(world.platform)(second)).toMatchObject({ state: "ACCEPTED" });
    expect(await ingest(world.platform)(first)).toMatchObject({
      state: "SUPERSEDED",
      serving: second.generation,
    });
    await work(world.platform);
    expect(world.tables.get(`clean.lines ${date}`)).toMatch(
      new RegExp(`/${second.generation}/[^/]+/part-00000\\.parquet$`),
    );
  });

  it("case 33: Object deleted before processing → `GONE`, acked, no error alert.", async () => {
    const world = memoryWorld();
    const alerts: string[] = [];
    const log: Log = { ...world.platform.log, error: (message) => alerts.push(message) };
    const expired = { ...(await put(world, date)), generation: "999" };
    await world.platform.landing.remove(name);
    expect(await ingest({ ...world.platform, log })(expired)).toMatchObject({ state: "GONE" });
    expect(alerts).toEqual([]);
    expect((await atRest(world)).waiting).toBe(0);
  });

  it("case 34: Object deleted after load, `onDelete: keep` / `retract` → rows stay / partition rebuilt without them.", async () => {
    for (const onDelete of ["keep", "retract"] as const) {
      const world = memoryWorld();
      const feeds = world.platform.feeds.map((feed) => ({ ...feed, onDelete }));
      const platform: Platform = { ...world.platform, feeds };
      const event = await put(world, date);
      await ingest(platform)(event);
      await ingest(platform)(await put(world, date, { part: "-b" }));
      await work(platform);
      await platform.landing.remove(name);
      await retract(platform)(event);
      await work(platform);
      expect(shownDays(world)).toEqual({ [date]: onDelete === "keep" ? 2 : 1 });
      const entry = await ledgerIn(platform.state, platform.clock).read({
        feed: "transactions",
        object: name,
        ...event,
      });
      expect(entry?.state).toBe(onDelete === "keep" ? "LOADED" : "GONE");
    }
  });

  it("case 37: Identical bytes under a second name → each line once, the copy's in quarantine as duplicates, recorded.", async () => {
    const home = await temporaryHome();
    for (const part of ["", "-copy"]) await land(home, nameOf(date, part), sales(row("A1"), row("A2")));
    await home.settle();
    expect(await invoices(home)).toEqual([{ invoice_no: "A1" }, { invoice_no: "A2" }]);
    // The first by name is kept: `-` comes before `.`, whichever of the two came first.
    expect(
      await home.rows("select rule, _object, count(*) as n from clean.quarantine group by 1, 2"),
    ).toEqual([{ rule: "duplicate", _object: name, n: 2 }]);
  });

  it("case 38: Metadata-only update → no event handled, no reload.", async () => {
    const world = memoryWorld();
    const event = await put(world, date);
    await ingest(world.platform)(event);
    await work(world.platform);
    const before = { ...world.operations, loads: world.jobs.loads.length };
    // Were it told, it would be the same generation: only its metageneration is another.
    const updated = { ...event, metageneration: "2" };
    expect(await ingest(world.platform)(updated)).toMatchObject({ state: "LOADED", attempts: 1 });
    await work(world.platform);
    expect(world.jobs.loads).toHaveLength(before.loads);
    // No more than one look at the ledger, and at the empty set of tokens.
    expect(world.operations.classA - before.classA).toBeLessThan(5);
  });

  it("case 39: Composite-upload temp objects, `_SUCCESS`, zero-byte `folder/`, `.tmp` → `IGNORED`, no alert.", async () => {
    const world = memoryWorld();
    const said: string[] = [];
    const say = (message: string) => void said.push(message);
    const platform: Platform = { ...world.platform, log: { info: say, warn: say, error: say } };
    const names = [
      `gsutil/tmp/parallel_composite_uploads/${name}`,
      `gcloud/tmp/parallel_composite_uploads/${name}`,
      "transactions/_SUCCESS",
      "transactions/",
      `${name}.tmp`,
      `transactions/.${date}.csv`,
    ];
    for (const each of names) {
      const { generation } = await platform.landing.write(each, bodyOf(date));
      expect(await ingest(platform)({ bucket: "landing", name: each, generation })).toBeUndefined();
    }
    expect(said).toEqual(names.map(() => "object ignored"));
    expect(await platform.state.list("")).toEqual([]);
  });

  it('case 41: Noncurrent version expired before replay → clear error "original no longer available", nothing changed.', async () => {
    const home = await temporaryHome();
    await home.dropText(name, sales(row("A1")));
    await home.settle();
    await home.platform.landing.remove(name);
    const { landing } = home.platform;
    const expired: ObjectStore = {
      ...memoryWorld().platform.landing,
      stat: (object) => landing.stat(object),
    };
    const before = [await contents(home.platform.warehouse), await home.platform.state.list("")];
    await expect(replay({ ...home.platform, landing: expired })(name)).rejects.toThrow(
      /^transactions\/2024-10-06\.csv: original no longer available: .* Nothing was changed; put the file into the bucket again/,
    );
    expect([await contents(home.platform.warehouse), await home.platform.state.list("")]).toEqual(before);
    // While the old version lives, it is what is read.
    expect(await replay(home.platform)(name)).toMatchObject({ state: "ACCEPTED", rows: 1 });
  });
});
