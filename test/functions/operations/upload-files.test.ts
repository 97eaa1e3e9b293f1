import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { uploadFiles } from "../../../functions/operations/drop/upload-files.ts";
import { memoryWorld } from "../../e2e/delivery/memory-world.ts";
import { bodyOf, work } from "../../e2e/delivery/world-at-work.ts";
import { put, temporaryFolder } from "../../infra/cli/laptop-process.ts";

const date = "2024-10-06";
const name = `transactions/${date}.csv`;

/** A deployment whose ingest does, after each upload, what `onUpload` says. */
const upload = async (
  onUpload: (world: ReturnType<typeof memoryWorld>, generation: string) => Promise<void>,
) => {
  const world = memoryWorld();
  const { platform, slept } = world;
  const landing = {
    ...platform.landing,
    async upload(object: string, path: string) {
      const info = await platform.landing.write(object, readFileSync(path, "utf8"));
      if (object === name) await onUpload(world, info.generation);
      return info;
    },
  };
  const path = put(temporaryFolder(), "a.csv", bodyOf(date));
  const done: number[] = [];
  const installation = { platform: { ...platform, landing }, settle: () => work(platform) };
  const files = [
    { name, path },
    { name: "notes/a.csv", path },
    { name: "gone.csv", path: join(path, "none") },
  ];
  const report = await uploadFiles(installation, files, (count) => done.push(count));
  return { outcomes: report.files.map(({ outcome }) => outcome), done, slept: slept() };
};

it("an upload waits for the deployment's ingest, and reports files that no contract matches or that cannot be read", async () => {
  const ingested = await upload(async ({ platform }, generation) => {
    await ingest(platform)({ bucket: platform.landingName, name, generation });
  });

  expect(ingested).toEqual({ outcomes: ["accepted", "ignored", "failed"], done: [3], slept: 0 });
});

it("an upload whose event is lost is ingested by the command after a minute", async () => {
  const { outcomes, done, slept } = await upload(async () => {});

  expect(outcomes).toEqual(["accepted", "ignored", "failed"]);
  expect([done[0], done.at(-1)]).toEqual([2, 3]);
  expect(slept).toBe(60_000);
});
