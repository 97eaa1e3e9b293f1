import { expect, it } from "vitest";
import { ErasedMeanwhile, fenceUploads, uploadFenced } from "../../../functions/1-ingest/fenced-upload.ts";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { PreconditionFailed } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { erasuresIn } from "../../../shared/work/erasures.ts";
import { manifestsIn } from "../../../shared/work/manifest.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

const name = "customers/2024-01-01/hash/1/c/part-00000.parquet";
const folder = "customers/2024-01-01/hash/1/c";

/** `meanwhile` runs after the claim and before the upload: what others do then. */
const given = (meanwhile?: (staging: ObjectStore, state: ObjectStore) => Promise<unknown>) => {
  const [real, state] = [memoryStore({ classA: 0, classB: 0 }), memoryStore({ classA: 0, classB: 0 })];
  const staging: ObjectStore = {
    ...real,
    async upload(object, path, options) {
      await meanwhile?.(real, state);
      return real.write(object, `rows of ${path}`, options);
    },
  };
  return { staging, state, platform: { staging, state } as unknown as Platform };
};
const sizeOf = async (store: ObjectStore) => (await store.stat(name))?.size;

it("rows are uploaded once nobody has been erased since they were read", async () => {
  const { staging, platform } = given();
  await uploadFenced(platform, name, "a", 0);
  expect(await sizeOf(staging)).toBe("rows of a".length);
  await uploadFenced(platform, name, "longer", 0);
  expect(await sizeOf(staging)).toBe("rows of longer".length);
});

it("after an erasure nothing is uploaded, and a claim is taken back, but not the rows of others", async () => {
  const { staging, state, platform } = given();
  await erasuresIn(state).add("C1", new Date(0));
  await expect(uploadFenced(platform, name, "a", 0)).rejects.toThrow(ErasedMeanwhile);
  expect(await staging.list("")).toEqual([]);
  await staging.write(name, "rows");
  await expect(uploadFenced(platform, name, "a", 0)).rejects.toThrow(ErasedMeanwhile);
  expect(await sizeOf(staging)).toBe(4);
  await uploadFenced(platform, name, "a", 1);
});

it("an upload that lost its claim fails, unless another delivery has uploaded the same rows", async () => {
  const same = given((staging) => staging.write(name, "rows"));
  await uploadFenced(same.platform, name, "a", 0);
  expect(await sizeOf(same.staging)).toBe(4);
  const fenced = given((staging) => staging.remove(name));
  await expect(uploadFenced(fenced.platform, name, "a", 0)).rejects.toThrow(ErasedMeanwhile);
  const claimed = given((staging) => staging.write(name, ""));
  await expect(uploadFenced(claimed.platform, name, "a", 0)).rejects.toThrow(ErasedMeanwhile);
  const erased = given(async (staging, state) => {
    await staging.write(name, "rows");
    await erasuresIn(state).add("C1", new Date(0));
  });
  await expect(uploadFenced(erased.platform, name, "a", 0)).rejects.toThrow(ErasedMeanwhile);
  const broken = given(() => Promise.reject(new Error("503")));
  await expect(uploadFenced(broken.platform, name, "a", 0)).rejects.toThrow("503");
});

it("an erasure removes what has no report and is not in force, of its feed alone, until nothing is left", async () => {
  const { staging, state } = given();
  const other = (last: string) => `customers/2024-01-02/hash/1/c/${last}`;
  const used = "customers/2024-01-03/hash/1/c/part-00000.parquet";
  for (const each of [
    name,
    other("part-00000.parquet"),
    other("report.json"),
    used,
    "sales/x/part-00000.parquet",
  ])
    await staging.write(each, "rows");
  await manifestsIn(state).accept({
    ...{
      feed: "customers",
      fileDate: "2024-01-03",
      object: "o",
      generation: "1",
      contract: "c",
      size: 1,
      crc32c: "",
    },
    ...{ parts: [used], rejects: [], rows: 1, rejected: 0, days: [], staleDays: [], retracted: false },
  });
  let refusals = 1;
  const contended: ObjectStore = {
    ...staging,
    async remove(object, options) {
      expect(options?.ifGeneration).toBeDefined();
      if (refusals-- > 0) throw new PreconditionFailed(object);
      await staging.remove(object, options);
    },
  };
  await fenceUploads({ staging: contended, state } as unknown as Platform, { name: "customers" } as Feed);
  expect((await staging.list("")).map((object) => object.name)).toEqual([
    other("part-00000.parquet"),
    other("report.json"),
    used,
    "sales/x/part-00000.parquet",
  ]);
  expect(await staging.list(`${folder}/`)).toEqual([]);
});
