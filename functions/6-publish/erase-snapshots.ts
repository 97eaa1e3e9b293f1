import { z } from "zod";
import type { Eraser } from "../../shared/erasure.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo, ObjectStore } from "../../shared/ports.ts";
import { partNames, snapshotId, snapshotObjects } from "../../shared/serving/retention.ts";
import { accounts, RiskView, risk } from "../../shared/serving/sections/accounts.ts";
import { CustomerRanks, customerRanks } from "../../shared/serving/sections/customer-ranks.ts";
import { customers } from "../../shared/serving/sections/customers.ts";
import { favourites } from "../../shared/serving/sections/favourites.ts";
import { QuarantineView, quarantine } from "../../shared/serving/sections/quarantine.ts";
import { CurrentSnapshot, currentName, folderOf } from "../../shared/serving/snapshot-manifest.ts";
import { readJson } from "../../shared/work/json-object.ts";
import { mapAtOnce } from "../../shared/work/some-at-once.ts";
import { whileIdle } from "../../shared/work/while-idle.ts";
import { Slice } from "./batch.ts";
import { askForFullRebuild } from "./full-rebuild.ts";
import { forgetProgress } from "./progress.ts";

/** The next publication, which follows by itself, is made without the person; the snapshots before it are removed here. */
export const snapshots: Eraser = {
  holds: "serving snapshots",
  finish: (platform, { id }) =>
    // A prediction job that was begun reads slices that are removed here.
    whileIdle(platform, "publish", () => removeShowing(platform, id)),
  async remnants({ serving }, { id }) {
    return [...(await snapshotsShowing(serving, id))].map((shown) => ({ place: folderOf(shown), rows: 1 }));
  },
};

const removeShowing = async (platform: Platform, person: string): Promise<void> => {
  const { serving } = platform;
  // A publication that is under way has read the person. It begins anew.
  await forgetProgress(serving);
  const current = await readJson(serving, currentName, CurrentSnapshot);
  const showing = await snapshotsShowing(serving, person);
  // It took over what the tables no longer hold. If the command is run again, it finds the snapshot rebuilt.
  if (current && showing.delete(current.value.id)) await askForFullRebuild(platform);
  const objects = await snapshotObjects(serving);
  const others = idsIn(objects).filter((id) => !showing.has(id));
  const needed = new Set((await mapAtOnce(others, 8, (id) => servedParts(serving, id))).flat());
  for (const { name, generation } of objects)
    if (showing.has(snapshotId(name)) && !needed.has(name))
      await serving.remove(name, { ifGeneration: generation });
};

/** The ids of snapshots that show a person by a part or a prediction, also of publications that never ended. */
const snapshotsShowing = async (serving: ObjectStore, person: string): Promise<Set<string>> => {
  const objects = await snapshotObjects(serving);
  const found = new Set<string>();
  for (const { name } of objects) if (await shows(serving, name, person)) found.add(name);
  const showing = new Set([...found].map(snapshotId));
  // A part may lie in the folder of an earlier snapshot.
  for (const id of idsIn(objects))
    if ((await servedParts(serving, id)).some((name) => found.has(name))) showing.add(id);
  return showing;
};

const idsIn = (objects: readonly ObjectInfo[]): string[] => [
  ...new Set(objects.map(({ name }) => snapshotId(name))),
];

/** Their keys are people. */
const byPerson = [customers, favourites, accounts];

const shows = async (serving: ObjectStore, name: string, person: string): Promise<boolean> => {
  const folder = name.split("/")[2];
  if (byPerson.some((section) => section.name === folder)) return holdsKey(serving, name, person);
  if (folder === `${risk.name}.json`) {
    const view = await readJson(serving, name, RiskView);
    return view?.value.accounts.some(({ account }) => account === person) ?? false;
  }
  if (name.endsWith(`/${customerRanks.name}.json`)) {
    const ranks = await readJson(serving, name, CustomerRanks);
    return ranks?.value.customers.some(({ id }) => id === person) ?? false;
  }
  if (name.endsWith(`/${quarantine.name}.json`)) {
    const held = await readJson(serving, name, QuarantineView);
    return held?.value.newest.some(({ value }) => value === person) ?? false;
  }
  if (folder !== "predictions") return false;
  const slice = await readJson(serving, name, Slice);
  return slice?.value.lines.some((line) => line.endsWith(`|${person}`)) ?? false;
};

const holdsKey = async (serving: ObjectStore, name: string, key: string): Promise<boolean> =>
  Object.hasOwn(Object((await readJson(serving, name, z.unknown()))?.value), key);

/** A manifest that cannot be read is never served: it refers to nothing. */
const servedParts = async (serving: ObjectStore, id: string): Promise<readonly string[]> =>
  (await partNames(serving, id)) ?? [];
