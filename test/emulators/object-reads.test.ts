import { afterEach, describe, expect, test } from "vitest";
import { gcpObjectStore } from "../../infra/gcp/object-store.ts";
import { bytesOf, textOf } from "../ports/bytes.ts";
import { type Answer, type RecordingServer, startRecordingServer } from "./recording-server.ts";

describe("how the object store reads from a server that answers badly", () => {
  const recording: RecordingServer[] = [];
  const record = async (answer: Answer): Promise<RecordingServer> => {
    const server = await startRecordingServer(answer);
    recording.push(server);
    return server;
  };
  const storeOn = ({ apiEndpoint }: { apiEndpoint: string }) =>
    gcpObjectStore("bucket", { apiEndpoint, projectId: "emulated" });
  afterEach(async () => {
    for (const server of recording.splice(0)) await server.close();
  });

  test("reads a generation by its whole number of 19 digits", async () => {
    const server = await record((_, response) => void response.writeHead(404).end());

    await expect(bytesOf(storeOn(server).read("a/b", "9223372036854775807"))).rejects.toThrow(
      "no such object",
    );
    expect(await storeOn(server).stat("a/b", "9223372036854775807")).toBeUndefined();

    expect(server.requests).toEqual([
      "GET /storage/v1/b/bucket/o/a%2Fb?alt=media&generation=9223372036854775807",
      "GET /storage/v1/b/bucket/o/a%2Fb?generation=9223372036854775807",
    ]);
  });

  test("refuses bytes that do not have the server's checksum", async () => {
    const server = await record(
      (_, response) => void response.writeHead(200, { "x-goog-hash": "crc32c=4waSgw==" }).end("123456780"),
    );
    await expect(bytesOf(storeOn(server).read("day.csv"))).rejects.toThrow("the server says 4waSgw==");
  });

  test("fails a read whose connection breaks, instead of ending it early", async () => {
    const server = await record((_, response) => {
      response.writeHead(200, { "content-length": "9", "x-goog-hash": "crc32c=4waSgw==" });
      response.write("1234", () => response.destroy());
    });
    await expect(bytesOf(storeOn(server).read("day.csv"))).rejects.toThrow("read gs://bucket/day.csv");
  });

  test("asks again for a read that the server was too busy to answer", async () => {
    let asked = 0;
    const server = await record((_, response) => {
      asked += 1;
      if (asked === 1) return void response.destroy();
      if (asked === 2) return void response.writeHead(503).end();
      return void response.writeHead(200, { "x-goog-hash": "crc32c=4waSgw==" }).end("123456789");
    });
    expect(await textOf(storeOn(server).read("day.csv"))).toBe("123456789");
  });

  test("says what a refusal said", async () => {
    const server = await record((_, response) => void response.writeHead(403).end("no storage.objects.get"));
    await expect(bytesOf(storeOn(server).read("day.csv"))).rejects.toThrow(
      "read gs://bucket/day.csv: status 403: no storage.objects.get",
    );
  });

  test("leaves other readers alone when one stops early", async () => {
    const body = Buffer.alloc(4 * 1024 * 1024);
    const server = await record(
      (_, response) => void response.writeHead(200, { "x-goog-hash": "crc32c=AAAAAA==" }).end(body),
    );
    const other = storeOn(server).read("other")[Symbol.asyncIterator]();
    await other.next();

    for await (const _ of storeOn(server).read("first")) break;

    const rest = async () => {
      while (!(await other.next()).done);
    };
    // Only a whole body is compared with its checksum, which is made up here.
    await expect(rest()).rejects.toThrow("crc32c is");
  });
});
