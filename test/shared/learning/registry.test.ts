import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openBuckets } from "../../../infra/local/object-store.ts";
import { PreconditionFailed } from "../../../shared/errors.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { type Registry, registryIn } from "../../../shared/registry/registry.ts";
import { openModel } from "../../../shared/registry/self-test.ts";
import { inputs, madeModel, scaled } from "./made-model.ts";

let folder: string;
let buckets: ReturnType<typeof openBuckets>;
let models: ObjectStore;
let registry: Registry;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daybook-models-"));
  buckets = openBuckets(folder);
  models = buckets.bucket("models");
  registry = registryIn(models);
});
afterEach(() => {
  buckets.close();
  rmSync(folder, { recursive: true });
});

const first = "20241006t031500z-aaaa";
const second = "20241007t031500z-bbbb";
const task = "spend_30d";
const why = { because: "a test", at: new Date("2024-10-07T04:00:00Z") };
const families = new Map([[scaled.name, scaled]]);

const add = async (version: string, factor: number) => {
  const { card, saved } = await madeModel(version, factor);
  await registry.add(card, saved);
};
const generation = async () => (await registry.current(task))?.generation ?? "0";

describe("the registry of models", () => {
  it("serves the promoted version, and the previous one after a rollback", async () => {
    await add(first, 2);
    await add(second, 3);
    await registry.promote(task, first, why, "0");
    await registry.promote(task, second, why, await generation());

    expect(await registry.versions(task)).toEqual([first, second]);
    expect((await registry.current(task))?.value).toMatchObject({ version: second, before: [first] });

    expect(await registry.rollback(task, why)).toBe(first);
    expect((await registry.current(task))?.value).toMatchObject({ version: first, before: [] });
    await expect(registry.rollback(task, why)).rejects.toThrow("no earlier version");
  });

  it("writes a version once and never again", async () => {
    await add(first, 2);
    await expect(add(first, 3)).rejects.toThrow(PreconditionFailed);
    const model = openModel(await registry.load(task, first), families, inputs.features);
    expect([...model.predict(inputs)]).toEqual([20, 40, 60]);
  });

  it("accepts only one of two promotions that saw the same state", async () => {
    await add(first, 2);
    await add(second, 3);
    await registry.promote(task, first, why, "0");
    await expect(registry.promote(task, second, why, "0")).rejects.toThrow(PreconditionFailed);
    expect((await registry.current(task))?.value.version).toBe(first);
  });

  it("does not know a version whose card was never written", async () => {
    await models.write(`models/${task}/${first}/model.json`, "{}");
    await models.write(`models/${task}/${first}/weights.bin`, "");
    expect(await registry.versions(task)).toEqual([]);
    await expect(registry.promote(task, first, why, "0")).rejects.toThrow("there is no model");
  });

  it("refuses to load or promote a model that differs from its card", async () => {
    await add(first, 2);
    await models.write(`models/${task}/${first}/weights.bin`, new Uint8Array(8));
    await expect(registry.load(task, first)).rejects.toThrow("weights.bin is not what its card says");
    await expect(registry.promote(task, first, why, "0")).rejects.toThrow("weights.bin");
    expect(await registry.current(task)).toBeUndefined();
  });
});

describe("opening a model", () => {
  it("refuses features that differ from the card in name or order", async () => {
    const made = await madeModel(first, 2);
    expect(() => openModel(made, families, ["frequency", "recency"])).toThrow(
      "place 1 is recency in its card and frequency here",
    );
    expect(() => openModel(made, families, ["recency"])).toThrow(
      "place 2 is frequency in its card and nothing here",
    );
  });

  it("refuses a model that no longer answers as it did", async () => {
    const { card } = await madeModel(first, 2);
    const { saved } = await madeModel(first, 2.001);
    expect(() => openModel({ card, saved }, families, inputs.features)).toThrow(
      "fails its self-test: row 1 gave 20",
    );
  });

  it("refuses a family that it does not know", async () => {
    const made = await madeModel(first, 2);
    expect(() => openModel(made, new Map(), inputs.features)).toThrow("family scaled, which is not known");
  });
});
