import { expect } from "vitest";
import { randomIds } from "../../infra/ids.ts";
import { ObjectMissing } from "../../shared/errors.ts";
import { bytesOf, patterned, textOf } from "./bytes.ts";
import type { Buckets } from "./object-store.ts";
import type { TestBehaviour } from "./suite.ts";

const THREE_MIB = 3 * 1024 * 1024;

export const testVersions = (test: TestBehaviour, connected: () => Buckets): void => {
  for (const kind of ["plain", "versioned"] as const) {
    test(`gives each write in a ${kind} bucket a larger generation, also after a removal`, async () => {
      const store = connected()[kind];
      const name = randomIds.next();
      const generations: bigint[] = [];

      for (const body of ["first", "second", "second"]) {
        generations.push(BigInt((await store.write(name, body)).generation));
      }
      await store.remove(name);
      generations.push(BigInt((await store.write(name, "third")).generation));

      const ascending = generations.toSorted((a, b) => (a < b ? -1 : 1));
      expect(generations).toEqual(ascending);
      expect(new Set(generations).size).toBe(4);
    });
  }

  test("keeps overwritten and removed generations readable in a versioned bucket", async () => {
    const { versioned } = connected();
    const name = randomIds.next();
    const first = await versioned.write(name, "first", { contentEncoding: "identity" });
    const second = await versioned.write(name, patterned(THREE_MIB));
    await versioned.remove(name);

    expect(await versioned.stat(name)).toBeUndefined();
    await expect(bytesOf(versioned.read(name))).rejects.toBeInstanceOf(ObjectMissing);
    expect(await versioned.stat(name, first.generation)).toEqual(first);
    expect(await textOf(versioned.read(name, first.generation))).toBe("first");
    expect((await bytesOf(versioned.read(name, second.generation))).equals(patterned(THREE_MIB))).toBe(true);
  });

  test("keeps only the live generation in a plain bucket", async () => {
    const { plain } = connected();
    const name = randomIds.next();
    const first = await plain.write(name, "first");
    const second = await plain.write(name, "second");

    expect(await plain.stat(name, first.generation)).toBeUndefined();
    await expect(bytesOf(plain.read(name, first.generation))).rejects.toBeInstanceOf(ObjectMissing);
    expect(await textOf(plain.read(name, second.generation))).toBe("second");
  });

  test("continues to read its generation while the object is overwritten and removed", async () => {
    const { versioned } = connected();
    const name = randomIds.next();
    const body = patterned(THREE_MIB);
    await versioned.write(name, body);
    const chunks: Uint8Array[] = [];

    for await (const chunk of versioned.read(name)) {
      if (chunks.length === 0) {
        await versioned.write(name, patterned(THREE_MIB, 100));
        await versioned.remove(name);
      }
      chunks.push(chunk);
    }

    expect(Buffer.concat(chunks).equals(body)).toBe(true);
  });

  test("lets a reader stop early", async () => {
    const { plain } = connected();
    const name = randomIds.next();
    await plain.write(name, patterned(THREE_MIB));

    for await (const chunk of plain.read(name)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }

    expect(await bytesOf(plain.read(name))).toHaveLength(THREE_MIB);
  });
};
