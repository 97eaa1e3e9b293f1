import type { ObjectInfo, ObjectStore } from "../../shared/ports.ts";

/**
 * A bucket whose folders are listed whole, each at the first question about it: every list costs as much as twelve reads,
 * and a sweep that finds nothing asks for little else. What was written since then is not in it.
 */
export const listedOnce = (store: ObjectStore, folders: readonly string[]): ObjectStore => {
  const lists = new Map<string, Promise<readonly ObjectInfo[]>>();
  const listOf = (folder: string): Promise<readonly ObjectInfo[]> => {
    const known = lists.get(folder);
    if (known) return known;
    const list = store.list(folder);
    lists.set(folder, list);
    // A list that failed must not be remembered.
    list.catch(() => lists.delete(folder));
    return list;
  };
  return {
    async list(prefix) {
      const folder = folders.find((each) => prefix.startsWith(each));
      if (folder === undefined) return store.list(prefix);
      return (await listOf(folder)).filter(({ name }) => name.startsWith(prefix));
    },
    stat: (name, generation) => store.stat(name, generation),
    read: (name, generation) => store.read(name, generation),
    write: (name, body, options) => store.write(name, body, options),
    upload: (name, path, options) => store.upload(name, path, options),
    remove: (name, options) => store.remove(name, options),
  };
};
