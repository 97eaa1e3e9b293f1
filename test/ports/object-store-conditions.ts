import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { randomIds } from "../../infra/ids.ts";
import { PreconditionFailed } from "../../shared/errors.ts";
import type { ObjectStore, WriteOptions } from "../../shared/ports.ts";
import { patterned, textOf } from "./bytes.ts";
import type { Buckets } from "./object-store.ts";
import type { TestBehaviour } from "./suite.ts";

const WRITERS = [
  { verb: "writes", put: (store: ObjectStore, name: string, o: WriteOptions) => store.write(name, "new", o) },
  {
    verb: "writes 1 MiB",
    put: (store: ObjectStore, name: string, o: WriteOptions) => store.write(name, MIB, o),
  },
  { verb: "uploads", put: (store: ObjectStore, name: string, o: WriteOptions) => uploadText(store, name, o) },
];
const MIB = patterned(1024 * 1024);

export const testConditions = (test: TestBehaviour, connected: () => Buckets): void => {
  for (const { verb, put } of WRITERS) {
    test(`${verb} with generation 0 only where there is no live object`, async () => {
      const { plain } = connected();
      const name = randomIds.next();

      const created = await put(plain, name, { ifGeneration: "0" });

      await expect(put(plain, name, { ifGeneration: "0" })).rejects.toBeInstanceOf(PreconditionFailed);
      expect(await plain.stat(name)).toEqual(created);
      await plain.remove(name);
      await put(plain, name, { ifGeneration: "0" });
    });

    test(`${verb} over the expected generation and over no other`, async () => {
      const { plain } = connected();
      const name = randomIds.next();
      const first = await plain.write(name, "first");

      const second = await put(plain, name, { ifGeneration: first.generation });

      const stale = put(plain, name, { ifGeneration: first.generation });
      await expect(stale).rejects.toBeInstanceOf(PreconditionFailed);
      expect(await plain.stat(name)).toEqual(second);
    });

    test(`${verb} nothing where the expected generation was removed`, async () => {
      const { plain } = connected();
      const name = randomIds.next();
      const { generation } = await plain.write(name, "first");
      await plain.remove(name);

      await expect(put(plain, name, { ifGeneration: generation })).rejects.toBeInstanceOf(PreconditionFailed);

      expect(await plain.stat(name)).toBeUndefined();
    });
  }

  test("removes only the expected generation", async () => {
    const { plain } = connected();
    const name = randomIds.next();
    const first = await plain.write(name, "first");
    const second = await plain.write(name, "second");

    for (const ifGeneration of [first.generation, "0"]) {
      await expect(plain.remove(name, { ifGeneration })).rejects.toBeInstanceOf(PreconditionFailed);
    }
    expect(await textOf(plain.read(name))).toBe("second");

    await plain.remove(name, { ifGeneration: second.generation });
    expect(await plain.stat(name)).toBeUndefined();
  });

  test("ignores the removal of a missing object, so that removals can be repeated", async () => {
    const { plain } = connected();
    const name = randomIds.next();
    await plain.remove(name);
    const { generation } = await plain.write(name, "x");

    await plain.remove(name, { ifGeneration: generation });
    await plain.remove(name, { ifGeneration: generation });

    expect(await plain.stat(name)).toBeUndefined();
  });

  test("lets exactly one of twenty writers create an object", async () => {
    const { plain } = connected();
    const name = randomIds.next();
    const bodies = Array.from({ length: 20 }, (_, writer) => `writer ${writer}`.padEnd(writer * 2000));

    const outcomes = await Promise.allSettled(
      bodies.map((body) => plain.write(name, body, { ifGeneration: "0" })),
    );

    const won = outcomes.flatMap((outcome, writer) =>
      outcome.status === "fulfilled" ? [bodies[writer]] : [],
    );
    const lost = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(won).toEqual([await textOf(plain.read(name))]);
    expect(lost.every((error) => error instanceof PreconditionFailed)).toBe(true);
  });
};

const uploadText = async (store: ObjectStore, name: string, options: WriteOptions) => {
  const folder = await mkdtemp(join(tmpdir(), "daybook-upload-"));
  try {
    await writeFile(join(folder, "source"), "new");
    return await store.upload(name, join(folder, "source"), options);
  } finally {
    await rm(folder, { recursive: true });
  }
};
