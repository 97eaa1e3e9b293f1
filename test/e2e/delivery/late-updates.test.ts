import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import type { ObjectEvent } from "../../../shared/events.ts";
import type { Platform } from "../../../shared/platform.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { ledgerIn } from "../../../shared/work/ledger.ts";
import { manifestsIn } from "../../../shared/work/manifest.ts";
import { memoryWorld } from "./memory-world.ts";
import { Died, nameOf, put, shownDays, sweepNow, work } from "./world-at-work.ts";

const day = "2024-10-06";
const idOf = ({ name, generation }: ObjectEvent) => ({
  feed: "transactions",
  object: name,
  generation,
  fileDate: day,
});

const world = () => {
  const made = memoryWorld();
  const { platform } = made;
  return {
    ...made,
    ledger: ledgerIn(platform.state, platform.clock),
    stateOf: async (file: ObjectEvent) =>
      (await ledgerIn(platform.state, platform.clock).read(idOf(file)))?.state,
    inForce: () => manifestsIn(platform.state).read("transactions", day, nameOf(day)),
  };
};

/** The same code with other contracts: a deploy that is on its way in, or out. */
const otherDeploy = (platform: Platform): Platform => ({
  ...platform,
  feeds: platform.feeds.map((feed) => ({ ...feed, digest: `${feed.digest.slice(0, 8)}-other` })),
});

describe("two deploys at once", () => {
  it("end with the new one's rows, although the old one put a file in force that the new one passed over", async () => {
    const made = world();
    const { platform, ledger, inForce } = made;
    await ingest(platform)(await put(made, day));
    await work(platform);
    const again = await put(made, day);
    await ingest(otherDeploy(platform))(again);
    expect((await inForce())?.contract).toMatch(/-other$/);
    // The new one had compared the bytes before, and says so only now.
    const digest = platform.feeds.find(({ name }) => name === "transactions")?.digest ?? "";
    await ledger.advance(idOf(again), { state: "IGNORED", contract: digest });
    await sweepNow(platform);
    expect((await inForce())?.contract).toBe(digest);
    await work(platform);
    expect(await made.stateOf(again)).toBe("LOADED");
  });
});

describe("a slow delivery", () => {
  it("that writes ACCEPTED after clean was done is corrected by the sweep, and one that waits is not", async () => {
    const made = world();
    const { platform, ledger, stateOf } = made;
    const file = await put(made, day);
    await ingest(platform)(file);
    await sweepNow(platform);
    expect(await stateOf(file)).toBe("ACCEPTED");
    await work(platform);
    expect(await stateOf(file)).toBe("LOADED");
    await ledger.advance(idOf(file), { state: "ACCEPTED", contract: "an old deploy's" });
    // A later generation is in force: nobody would read this one again.
    const later = await put(made, day, { invoice: "A2" });
    await ingest(platform)(later);
    await work(platform);
    expect(await stateOf(file)).toBe("ACCEPTED");
    await sweepNow(platform);
    expect([await stateOf(file), await stateOf(later)]).toEqual(["LOADED", "LOADED"]);
  });

  it("that comes twice makes two tokens: the first may have been listed before the second's rows stood", async () => {
    const made = world();
    const { platform, ledger } = made;
    const file = await put(made, day);
    await ingest(platform)(file);
    await ledger.advance(idOf(file), { state: "RECEIVED" });
    await ingest(platform)(file);
    expect(await dirtySetIn(platform.state).count("clean")).toBe(2);
  });
});

describe("a delivery that died half-way", () => {
  it("between manifest and token does not keep the same bytes, sent again, from being taken up", async () => {
    const made = world();
    const { platform, stateOf, inForce } = made;
    const dying = async (name: string) => {
      if (name.startsWith("dirty/")) throw new Died("before its token");
    };
    const { state } = platform;
    const half = {
      ...platform,
      state: {
        ...state,
        write: async (...given: Parameters<typeof state.write>) => {
          await dying(given[0]);
          return state.write(...given);
        },
      },
    };
    await expect(ingest(half)(await put(made, day))).rejects.toThrow(Died);
    expect(await inForce()).toBeDefined();
    const again = await put(made, day);
    await ingest(platform)(again);
    await work(platform);
    expect(await stateOf(again)).toBe("LOADED");
    expect(shownDays(made)).toEqual({ [day]: 1 });
  });

  it("with a generation that was then overwritten is brought to its end by the sweep", async () => {
    const made = world();
    const { platform, ledger, stateOf } = made;
    const first = await put(made, day);
    await ledger.advance(idOf(first), { state: "RECEIVED", attempts: 1 });
    const second = await put(made, day, { invoice: "A2" });
    await ingest(platform)(second);
    await work(platform);
    await sweepNow(platform);
    expect([await stateOf(first), await stateOf(second)]).toEqual(["SUPERSEDED", "LOADED"]);
  });
});
