import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Storage } from "@google-cloud/storage";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { gcpObjectStore } from "../../infra/gcp/object-store.ts";
import { PreconditionFailed } from "../../shared/errors.ts";
import { bytesOf, patterned } from "../ports/bytes.ts";
import { type GcsServer, startGcs } from "./gcs-server.ts";
import { type Answer, passOn, type RecordingServer, startRecordingServer } from "./recording-server.ts";

const LIVE = {
  name: "token",
  generation: "17",
  size: "1",
  crc32c: "AAAAAA==",
  updated: "2024-10-06T12:00:00Z",
};
const OVER_8_MIB = patterned(9 * 1024 * 1024);

describe("what the object store asks of Google Cloud Storage", () => {
  let gcs: GcsServer;
  const recording: RecordingServer[] = [];
  const record = async (answer: Answer): Promise<RecordingServer> => {
    const server = await startRecordingServer(answer);
    recording.push(server);
    return server;
  };
  const storeOn = ({ apiEndpoint }: { apiEndpoint: string }) =>
    gcpObjectStore("bucket", { apiEndpoint, projectId: "emulated" });
  beforeAll(async () => {
    gcs = await startGcs();
    const storage = new Storage({ apiEndpoint: gcs.apiEndpoint, projectId: "emulated" });
    await storage.createBucket("bucket");
  });
  afterEach(async () => {
    for (const server of recording.splice(0)) await server.close();
  });
  afterAll(() => gcs?.stop());

  test("removes under the caller's condition and never names a version to erase", async () => {
    const server = await record((_, response) => void response.writeHead(204).end());

    await storeOn(server).remove("token", { ifGeneration: "9223372036854775807" });

    expect(server.requests).toEqual([
      "DELETE /storage/v1/b/bucket/o/token?ifGenerationMatch=9223372036854775807",
    ]);
  });

  test("takes a refused removal for a lost race only while another generation is live", async () => {
    let live: object | undefined = LIVE;
    const server = await record(({ method }, response) => {
      if (method === "DELETE")
        return void json(response, 412, { error: { code: 412, message: "conditionNotMet" } });
      return void (live ? json(response, 200, live) : json(response, 404, { error: { code: 404 } }));
    });
    const store = storeOn(server);

    await expect(store.remove("token", { ifGeneration: "16" })).rejects.toBeInstanceOf(PreconditionFailed);
    live = undefined;
    await store.remove("token", { ifGeneration: "16" });
  });

  test("removes without a condition what is live now, again when it was overwritten meanwhile", async () => {
    let generation = 17;
    const server = await record(({ method, url = "" }, response) => {
      if (method === "GET") return void json(response, 200, { ...LIVE, generation: String(generation) });
      const first = generation === 17;
      generation = 18;
      if (first || !url.endsWith("=18"))
        return void json(response, 412, { error: { code: 412, message: "x" } });
      return void response.writeHead(204).end();
    });

    await storeOn(server).remove("token");

    expect(server.requests.filter((request) => request.startsWith("DELETE"))).toEqual([
      "DELETE /storage/v1/b/bucket/o/token?ifGenerationMatch=17",
      "DELETE /storage/v1/b/bucket/o/token?ifGenerationMatch=18",
    ]);
  });

  test("knows its own write when the answer to it was lost and the repeat is refused", async () => {
    let uploads = 0;
    const server = await record(async (request, response) => {
      const first = request.method === "POST" && ++uploads === 1;
      await passOn(gcs, request, first ? undefined : response);
      if (first) response.destroy();
    });
    const store = storeOn(server);

    const written = await store.write("lease", "mine", { ifGeneration: "0" });

    expect(uploads).toBe(2);
    expect(await store.stat("lease")).toEqual(written);
    await expect(store.write("lease", "again", { ifGeneration: "0" })).rejects.toBeInstanceOf(
      PreconditionFailed,
    );
  });

  test("stores nothing when the bytes were damaged on their way", async () => {
    const server = await record((request, response) => passOn(gcs, request, response, damaged));

    await expect(storeOn(server).write("damaged", "123456789")).rejects.toThrow("write gs://bucket/damaged");

    expect(await storeOn(gcs).stat("damaged")).toBeUndefined();
  });

  test("uploads more than 8 MiB in a session that can be resumed, under the same condition", async () => {
    const server = await record((request, response) => passOn(gcs, request, response));
    const folder = await mkdtemp(join(tmpdir(), "daybook-upload-"));
    await writeFile(join(folder, "source"), OVER_8_MIB);
    const upload = () => storeOn(server).upload("large", join(folder, "source"), { ifGeneration: "0" });

    const uploaded = await upload();

    expect(server.requests[0]).toMatch(/^POST .*uploadType=resumable.*ifGenerationMatch=0/);
    expect((await bytesOf(storeOn(gcs).read("large", uploaded.generation))).equals(OVER_8_MIB)).toBe(true);
    await expect(upload()).rejects.toBeInstanceOf(PreconditionFailed);
    await rm(folder, { recursive: true });
  });

  test("lists more objects than a page holds", async () => {
    const page = (names: string[], nextPageToken?: string) => ({
      items: names.map((name) => ({ ...LIVE, name })),
      ...(nextPageToken ? { nextPageToken } : {}),
    });
    const server = await record(({ url = "" }, response) =>
      json(response, 200, url.includes("pageToken=next") ? page(["c"]) : page(["a", "b"], "next")),
    );

    const listed = await storeOn(server).list("");

    expect(listed.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });
});

const damaged = (body: Buffer): Buffer =>
  Buffer.from(body.toString("latin1").replace("123456789", "123456780"), "latin1");

const json = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
