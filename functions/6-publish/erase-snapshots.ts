import { z } from "zod";
import type { Eraser } from "../../shared/erasure.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { Current, currentName, folderOf } from "../../shared/serving/snapshot.ts";
import { readJson } from "../../shared/work/json-object.ts";
import { askForEverything } from "./full-rebuild.ts";

/** The next publication, which follows by itself, is made without the person; the ones before it are removed here. */
export const snapshots: Eraser = {
  holds: "serving snapshots",
  async finish(platform, { id }) {
    const { serving } = platform;
    for (const folder of await foldersWith(serving, id)) {
      if (folder === (await currentFolder(serving))) {
        // It took over what the tables no longer hold. Whoever asks again finds it made anew.
        await askForEverything(platform);
        continue;
      }
      for (const { name, generation } of await serving.list(folder))
        await serving.remove(name, { ifGeneration: generation });
    }
  },
  async remnants({ serving }, { id }) {
    return (await foldersWith(serving, id)).map((place) => ({ place, rows: 1 }));
  },
};

const currentFolder = async (serving: ObjectStore): Promise<string | undefined> => {
  const current = await readJson(serving, currentName, Current);
  return current && folderOf(current.value.id);
};

/** Also what a publication left that never came to its end. */
const foldersWith = async (serving: ObjectStore, id: string): Promise<readonly string[]> => {
  const folders = new Set<string>();
  for (const { name } of await serving.list("serving/")) {
    const folder = /^(.*\/)customers\/[^/]+$/.exec(name)?.[1];
    if (folder === undefined || folders.has(folder)) continue;
    const shard = await readJson(serving, name, z.unknown());
    if (Object.hasOwn(Object(shard?.value), id)) folders.add(folder);
  }
  return [...folders];
};
