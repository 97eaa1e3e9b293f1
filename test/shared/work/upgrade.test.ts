import { expect, it } from "vitest";
import { z } from "zod";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { dirtySetIn, everything } from "../../../shared/work/dirty-set.ts";
import { readJson } from "../../../shared/work/json-object.ts";
import { manifestsIn } from "../../../shared/work/manifest.ts";
import { daysToUpgrade, upgradeOf } from "../../../shared/work/upgrade.ts";
import { memoryWorld } from "../../e2e/delivery/memory-world.ts";
import { cleanNow, put } from "../../e2e/delivery/world-at-work.ts";

const days = ["2024-10-06", "2024-10-07"];
const asked = [{ feed: everything, fileDate: "1970-01-01", days: [] }];

/** A world in which two days were made. */
const worldWithDays = async () => {
  const world = memoryWorld();
  for (const day of days) await ingest(world.platform)(await put(world, day));
  await cleanNow(world.platform);
  return world.platform;
};

it("tables of this version and these settings need nothing", async () => {
  const platform = await worldWithDays();
  const { digest } = (await readJson(platform.state, "made/v1/clean.json", z.object({ digest: z.string() })))
    ?.value ?? { digest: "" };
  expect(await daysToUpgrade(platform, "clean", digest)).toEqual([]);
});

it("other SQL makes every day pending, with a token that asks for the first slice, until each is redone", async () => {
  const platform = await worldWithDays();
  expect(await daysToUpgrade(platform, "clean", "other")).toEqual(days);
  const upgrade = upgradeOf(platform, "clean", "other");
  await upgrade.note();
  expect(await dirtySetIn(platform.state).count("clean")).toBe(1);
  expect(await upgrade.slice([])).toEqual({ days: [], tokens: [] });
  const slice = await upgrade.slice(asked);
  expect(slice.days).toEqual(days);
  expect(slice.tokens).toEqual(days.map((day) => ({ feed: "transactions", fileDate: day, days: [day] })));
  await upgrade.redone(["2024-10-06"]);
  expect(await daysToUpgrade(platform, "clean", "other")).toEqual(["2024-10-07"]);
  await upgrade.redone(["2024-10-07"]);
  expect(await daysToUpgrade(platform, "clean", "other")).toEqual([]);
});

it("a day that an older version redoes meanwhile is pending again", async () => {
  const platform = await worldWithDays();
  await upgradeOf(platform, "clean", "new").note();
  await upgradeOf(platform, "clean", "new").redone(days);
  await upgradeOf(platform, "clean", "old").redone(["2024-10-06"]);
  expect(await daysToUpgrade(platform, "clean", "new")).toEqual(["2024-10-06"]);
});

it("a new installation has nothing to redo, and asks for nothing", async () => {
  const { platform } = memoryWorld();
  await upgradeOf(platform, "clean", "first").note();
  expect(await dirtySetIn(platform.state).count("clean")).toBe(0);
  expect(await daysToUpgrade(platform, "clean", "first")).toEqual([]);
});

it("a file without a business day counts by its date", async () => {
  const platform = await worldWithDays();
  const manifests = manifestsIn(platform.state);
  const [sold] = await manifests.list("transactions", "2024-10-07");
  if (!sold) throw new Error("no file was accepted");
  await manifests.accept({ ...sold, generation: "99", days: [], fileDate: "2024-10-08", object: "other" });
  expect(await daysToUpgrade(platform, "clean", "other")).toEqual([...days, "2024-10-08"]);
  const upgrade = upgradeOf(platform, "clean", "other");
  await upgrade.note();
  expect((await upgrade.slice(asked)).tokens).toContainEqual({
    feed: "transactions",
    fileDate: "2024-10-08",
    days: [],
  });
});
