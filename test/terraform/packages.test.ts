import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FunctionPackage, packageFunction } from "../../infra/deploy/package-function.ts";
import { startPackage } from "../../infra/deploy/start-time.ts";
import { startBuckets, startTopics } from "./stand-ins.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-packages-"));
let ingest: FunctionPackage;
let sweep: FunctionPackage;
let predict: FunctionPackage;
beforeAll(async () => {
  ingest = await packageFunction("ingest");
  sweep = await packageFunction("sweep");
  predict = await packageFunction("predict");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: string, args: readonly string[], cwd: string): void => {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
};

const extracted = (built: FunctionPackage): string => {
  const place = join(folder, built.name);
  writeFileSync(`${place}.zip`, built.archive);
  run("python3", ["-m", "zipfile", "-e", `${place}.zip`, place], folder);
  return place;
};

describe("a function's archive", () => {
  it("is the same, byte for byte, when nothing has changed", async () => {
    expect((await packageFunction("ingest")).sha256).toBe(ingest.sha256);
  });

  it("holds its own SQL and contracts, and no other stage's", () => {
    const names = ingest.entries.map(({ name }) => name);
    expect(names).toContain("files/shared/contracts/transactions.yaml");
    expect(names.filter((name) => name.startsWith("files/functions/"))).toEqual([]);
    const code = ingest.entries
      .filter(({ name }) => name.endsWith(".js"))
      .map(({ content }) => Buffer.from(content).toString());
    expect(code.some((text) => text.includes("file ingested"))).toBe(true);
    expect(code.some((text) => text.includes('"aggregated"'))).toBe(false);
  });

  it("installs native code only where it is used, at the tested versions, and runs no scripts", async () => {
    const manifest = (built: FunctionPackage) =>
      JSON.parse(
        Buffer.from(built.entries.find(({ name }) => name === "package.json")?.content ?? "").toString(),
      );
    const house = JSON.parse(readFileSync("package.json", "utf8"));
    expect(manifest(ingest).dependencies["@duckdb/node-api"]).toBe(house.dependencies["@duckdb/node-api"]);
    expect(manifest(ingest)).not.toHaveProperty("scripts");
    const retract = await packageFunction("retract");
    expect(Object.keys(manifest(retract).dependencies)).toEqual([
      "@google-cloud/functions-framework",
      "@google-cloud/pubsub",
      "@node-rs/crc32",
    ]);
  });

  it("has TensorFlow.js where networks are trained, with the tasks and a sign of the code's state", async () => {
    const train = await packageFunction("train");
    expect(train.installed.filter((one) => one.startsWith("@tensorflow/"))).toHaveLength(4);
    expect(ingest.installed.filter((one) => one.startsWith("@tensorflow/"))).toEqual([]);
    const names = train.entries.map(({ name }) => name);
    expect(names).toContain("files/shared/tasks/spend_30d/task.yaml");
    expect(names).toContain("files/functions/5-train/sources.mjs");
  });

  it("is refused for a stage that the pipeline does not have", async () => {
    await expect(packageFunction("launch")).rejects.toThrow("functions/pipeline.ts has no stage launch");
  });
});

describe("an archive, extracted and installed in a clean folder", () => {
  beforeAll(() => {
    // As Google's builder does it: the package's own lockfile, no scripts. These functions install no more.
    run("npm", ["ci", "--omit=dev", "--no-audit", "--no-fund"], extracted(sweep));
    for (const built of [ingest, predict])
      symlinkSync(join(folder, "sweep/node_modules"), join(extracted(built), "node_modules"));
  });

  it("starts as ingest, and acknowledges what is no event", async () => {
    const place = join(folder, "ingest");
    expect(readdirSync(join(place, "node_modules"))).not.toContain("@google-cloud/storage");
    const started = await startPackage(place, "ingest", {});
    const answer = await post(started.port, {
      headers: { "ce-id": "1", "ce-source": "test", "ce-type": "test", "ce-specversion": "1.0" },
      body: { bucket: "landing" },
    });
    const said = started.output();
    await started.stop();
    expect(answer).toBe(204);
    expect(said).toContain('"counter":"event_not_understood"');
  });

  it("starts as predict, says what it can be asked, and that nothing has been published yet", async () => {
    const buckets = await startBuckets({ serving: [], models: [] });
    const started = await startPackage(join(folder, "predict"), "predict", {
      DAYBOOK_STORAGE_ENDPOINT: buckets.url,
    });
    const ask = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${started.port}${path}`);
      return { status: answer.status, text: await answer.text() };
    };
    const described = await ask("/openapi.json");
    const ready = await ask("/readyz");
    const said = started.output();
    await started.stop();
    await buckets.close();
    expect(described.status, said).toBe(200);
    expect(described.text).toContain("/v1/predict/spend");
    expect(ready.status, said).toBe(503);
    expect(ready.text).toContain("nothing has been published yet");
  });

  it("sweeps buckets and wakes by a message that carries the request's trace", async () => {
    const place = join(folder, "sweep");
    const buckets = await startBuckets({ state: ["dirty/v1/clean/transactions/2024-10-06/x.json"] });
    const topics = await startTopics();
    const started = await startPackage(place, "sweep", {
      STORAGE_EMULATOR_HOST: buckets.url,
      PUBSUB_EMULATOR_HOST: topics.address,
      METADATA_SERVER_DETECTION: "none",
    });
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const answer = await post(started.port, {
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
      body: {},
    });
    const said = started.output();
    await started.stop();
    await Promise.all([buckets.close(), topics.close()]);
    expect(answer, said).toBe(200);
    expect(topics.published.filter((text) => text.includes("daybook-clean"))).toHaveLength(1);
    expect(topics.published.join()).toContain(traceId);
  });
});

const post = async (
  port: number,
  { headers, body }: { headers: Record<string, string>; body: object },
): Promise<number> => {
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  return answer.status;
};
