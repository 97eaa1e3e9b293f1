import type { ObjectInfo, ObjectStore } from "../../shared/ports.ts";

/**
 * A bucket that lists each of some folders once, as a whole. A list costs as much as twelve reads, and a sweep that finds
 * nothing does little else. Later writes do not show in it.
 */
export const listedOnce = (store: ObjectStore, folders: readonly string[]): ObjectStore => {
  const lists = new Map<string, Promise<readonly ObjectInfo[]>>();
  const listFolder = (folder: string): Promise<readonly ObjectInfo[]> => {
    const known = lists.get(folder);
    if (known) return known;
    const list = store.list(folder);
    lists.set(folder, list);
    // A failed list must not be cached.
    list.catch(() => lists.delete(folder));
    return list;
  };
  return {
    async list(prefix) {
      const folder = folders.find((each) => prefix.startsWith(each));
      if (folder === undefined) return store.list(prefix);
      return (await listFolder(folder)).filter(({ name }) => name.startsWith(prefix));
    },
    stat: (name, generation) => store.stat(name, generation),
    read: (name, generation) => store.read(name, generation),
    write: (name, body, options) => store.write(name, body, options),
    upload: (name, path, options) => store.upload(name, path, options),
    remove: (name, options) => store.remove(name, options),
  };
};
