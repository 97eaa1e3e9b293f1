import { expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { clean } from "../../../functions/2-clean/clean.ts";
import { JobFailed } from "../../../shared/errors.ts";
import { wake } from "../../../shared/events.ts";
import type { Platform } from "../../../shared/platform.ts";
import { submitScript } from "../../../shared/work/submit.ts";
import { memoryWorld } from "../../e2e/delivery/memory-world.ts";
import { modelWarehouse } from "../../e2e/delivery/model-warehouse.ts";
import { atRest, golden, put, work } from "../../e2e/delivery/world-at-work.ts";

const date = "2024-10-06";
const job = { id: "job-1", script: "insert into clean.lines", params: {} };
const refuse = async (): Promise<void> => {
  throw new JobFailed("job-1: accessDenied");
};

it("a job that was refused cannot be carried out later by a paused worker, after newer work", async () => {
  const world = memoryWorld();
  await ingest(world.platform)(await put(world, date));
  const { promise: gate, resolve: goOn } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const { warehouse } = world.platform;
  const pausing: Platform = {
    ...world.platform,
    warehouse: {
      ...warehouse,
      async load(given) {
        reach();
        await gate;
        return warehouse.load(given);
      },
    },
  };
  const late = clean(pausing)(wake("clean")).catch((error: unknown) => String(error));
  await reached;
  await world.platform.clock.sleep(2 * 60_000);
  const refusing: Platform = { ...world.platform, warehouse: { ...warehouse, load: refuse } };
  await expect(clean(refusing)(wake("clean"))).rejects.toThrow("accessDenied");
  await ingest(world.platform)(await put(world, date, { invoice: "B2" }));
  await work(world.platform);
  const before = await atRest(world);
  goOn();
  expect(await late).toContain("the lease went to another worker");
  await work(world.platform);
  expect(await atRest(world)).toEqual(before);
  const { tables } = await golden([date]);
  expect(Object.keys(before.tables)).toEqual(Object.keys(tables));
});

it("a failure is reported only when the job can never run", async () => {
  const { warehouse, jobs } = modelWarehouse();
  await expect(submitScript({ ...warehouse, run: refuse }, job)).rejects.toThrow(JobFailed);
  await expect(warehouse.run(job)).rejects.toThrow(JobFailed);
  expect(jobs.runs).toEqual([]);
});

it("a job that another worker carried out meanwhile is done", async () => {
  const { warehouse, jobs } = modelWarehouse();
  const late = async (given: typeof job) => {
    await warehouse.run(given);
    await refuse();
  };
  await submitScript({ ...warehouse, run: late }, job);
  expect(jobs.runs).toHaveLength(1);
});

it("while the id cannot be burnt the outcome is open, so that the intent stays", async () => {
  const { warehouse } = modelWarehouse();
  const burn = async () => {
    throw new Error("the disk is full");
  };
  const submitted = submitScript({ ...warehouse, run: refuse, burn }, job);
  await expect(submitted).rejects.toThrow("the disk is full");
  await expect(submitted).rejects.not.toBeInstanceOf(JobFailed);
});
