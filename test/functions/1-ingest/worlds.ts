import type { Platform } from "../../../shared/platform.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import type { TemporaryHome } from "../../e2e/temporary-home.ts";

/** A bucket that fails on the first write whose name fits, as if the process had died there. */
export const dyingAt = (store: ObjectStore, fits: RegExp): ObjectStore => {
  let alive = true;
  const once = (object: string) => {
    if (!alive || !fits.test(object)) return;
    alive = false;
    throw new Error(`died at ${object}`);
  };
  return {
    stat: (...given) => store.stat(...given),
    read: (...given) => store.read(...given),
    list: (...given) => store.list(...given),
    remove: (...given) => store.remove(...given),
    write: async (object, ...given) => {
      once(object);
      return store.write(object, ...given);
    },
    upload: async (object, ...given) => {
      once(object);
      return store.upload(object, ...given);
    },
  };
};

/** A bucket that fails right after the first write whose name fits: the write is there, nothing after it is. */
export const dyingAfter = (store: ObjectStore, fits: RegExp): ObjectStore => {
  let alive = true;
  return {
    ...dyingAt(store, /(?!)/),
    write: async (object, ...given) => {
      const written = await store.write(object, ...given);
      if (!alive || !fits.test(object)) return written;
      alive = false;
      throw new Error(`died after ${object}`);
    },
  };
};

/** The same world after somebody edited the transactions contract. */
export const withContract = (home: TemporaryHome, change: Partial<Platform["feeds"][number]>): Platform => ({
  ...home.platform,
  feeds: home.platform.feeds.map((feed) => (feed.name === "transactions" ? { ...feed, ...change } : feed)),
});

export const textOf = async (store: ObjectStore, object: string): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.read(object)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};
