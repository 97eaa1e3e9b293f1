import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmulatorDoor, openDoor } from "../emulators/bigquery-door.ts";

/** An emulator that accepts everything. */
const yes = createServer((_, response) => void response.end("{}")).listen(0, "127.0.0.1");
let door: EmulatorDoor;

beforeAll(async () => {
  if (!yes.listening) await once(yes, "listening");
  const address = yes.address();
  const port = address === null || typeof address === "string" ? 0 : address.port;
  door = await openDoor(`http://127.0.0.1:${port}`, "shop", "http://127.0.0.1:1");
});

afterAll(() => {
  door.close();
  yes.close();
});

const ask = async (path: string, body: object): Promise<{ status: number; text: string }> => {
  const url = `${door.apiEndpoint}/bigquery/v2/projects/shop${path}`;
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
};

const job = (jobId: string, configuration: object) =>
  ask("/jobs", { jobReference: { jobId }, configuration });

const load = {
  sourceUris: [],
  destinationTable: { datasetId: "raw", tableId: "t" },
  writeDisposition: "WRITE_EMPTY",
};

it.each([
  ["job-id", () => job("clean.1", { query: { query: "select 1" } })],
  ["label-key", () => job("clean-1", { labels: { App: "daybook" }, query: { query: "select 1" } })],
  [
    "statement-in-transaction",
    () =>
      job("clean-1", {
        query: { query: "begin transaction; create table raw.t (a int64); commit transaction" },
      }),
  ],
  [
    "schema-update-disposition",
    () => job("clean-1", { load: { ...load, schemaUpdateOptions: ["ALLOW_FIELD_ADDITION"] } }),
  ],
  ["parameter-count", () => ask("/queries", { query: "select 1", queryParameters: Array(10_001).fill({}) })],
])("the shim refuses what BigQuery refuses, before the emulator sees it: %s", async (rule, refused) => {
  const { status, text } = await refused();
  expect(status).toBe(400);
  expect(JSON.parse(text).error.message).toMatch(new RegExp(`^${rule}:`));
});

it("the shim hands on what BigQuery accepts", async () => {
  expect((await job("clean-2", { query: { query: "select 1", queryParameters: [] } })).status).toBe(200);
  expect((await ask("/queries", { query: "select 1", queryParameters: [] })).status).toBe(200);
});
