import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { randomIds } from "../../infra/ids.ts";
import { ObjectMissing } from "../../shared/errors.ts";
import { bytesOf, patterned, textOf } from "./bytes.ts";
import type { Buckets } from "./object-store.ts";
import type { TestBehaviour } from "./suite.ts";

const FIVE_MIB = 5 * 1024 * 1024;

export const testBodies = (test: TestBehaviour, connected: () => Buckets): void => {
  test("returns the written body", async () => {
    const { plain } = connected();
    const name = `${randomIds.next()}/greeting.txt`;

    const written = await plain.write(name, "päivää");

    expect(await textOf(plain.read(name))).toBe("päivää");
    expect(written).toMatchObject({ name, size: 9 });
    expect(await plain.stat(name)).toEqual(written);
    expect(new Date(written.updated).toISOString()).toBe(written.updated);
  });

  test("keeps an empty body", async () => {
    const { plain } = connected();
    const name = randomIds.next();

    const written = await plain.write(name, new Uint8Array());

    expect(written).toMatchObject({ size: 0, crc32c: "AAAAAA==" });
    expect(await bytesOf(plain.read(name))).toHaveLength(0);
  });

  test("keeps a body of 5 MiB byte for byte", async () => {
    const { plain } = connected();
    const name = randomIds.next();
    const body = patterned(FIVE_MIB);

    await plain.write(name, body);

    expect((await bytesOf(plain.read(name))).equals(body)).toBe(true);
  });

  test("computes crc32c as big-endian base64", async () => {
    const { plain } = connected();
    // The standard check value of CRC-32C for these nine digits is 0xE3069283.
    const written = await plain.write(randomIds.next(), "123456789");
    expect(written.crc32c).toBe("4waSgw==");
  });

  for (const size of [0, 9, FIVE_MIB]) {
    test(`uploads a file of ${size} bytes and leaves it where it was`, async () => {
      const { plain } = connected();
      const folder = await mkdtemp(join(tmpdir(), "daybook-upload-"));
      const path = join(folder, "source");
      const body = patterned(size);
      await writeFile(path, body);
      const name = randomIds.next();

      const uploaded = await plain.upload(name, path);

      const written = await plain.write(`${name}-written`, body);
      expect(uploaded).toMatchObject({ name, size, crc32c: written.crc32c });
      expect((await bytesOf(plain.read(name))).equals(body)).toBe(true);
      expect((await readFile(path)).equals(body)).toBe(true);
      await rm(folder, { recursive: true });
    });
  }

  test("keeps the content encoding and never decompresses", async () => {
    const { plain } = connected();
    const name = randomIds.next();
    const body = Buffer.from("1f8b0800000000000003cb48cdc9c90700862a103605000000", "hex");

    const written = await plain.write(name, body, { contentEncoding: "gzip" });

    expect(written.contentEncoding).toBe("gzip");
    expect((await plain.stat(name))?.contentEncoding).toBe("gzip");
    expect((await bytesOf(plain.read(name))).equals(body)).toBe(true);
    expect(await plain.write(name, body)).not.toHaveProperty("contentEncoding");
  });

  test("throws ObjectMissing for a missing object", async () => {
    const { plain } = connected();
    const name = randomIds.next();
    const { generation } = await plain.write(`${name}-other`, "x");

    expect(await plain.stat(name)).toBeUndefined();
    expect(await plain.stat(name, generation)).toBeUndefined();
    await expect(bytesOf(plain.read(name))).rejects.toBeInstanceOf(ObjectMissing);
    await expect(bytesOf(plain.read(name, generation))).rejects.toBeInstanceOf(ObjectMissing);
  });
};
