import { createServer, type ServerResponse } from "node:http";
import type { LocalBuckets } from "../../../infra/local/object-store.ts";
import type { ObjectInfo } from "../../../shared/ports.ts";

/** The reading side of Google's storage over the laptop's buckets: the deployed package asks it as it would ask Google. */
export const serveBuckets = async (
  buckets: LocalBuckets,
): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    answer(buckets, new URL(request.url ?? "", "http://localhost"), response).catch((error) =>
      response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
};

const answer = async (buckets: LocalBuckets, url: URL, response: ServerResponse): Promise<void> => {
  const [, bucket = "", name = ""] = /\/b\/([^/]+)\/o\/([^/]+)$/.exec(url.pathname) ?? [];
  const store = buckets.bucket(bucket);
  const info = await store.stat(decodeURIComponent(name));
  if (!info) return void response.writeHead(404, json).end('{"error":{"code":404,"message":"missing"}}');
  if (url.searchParams.get("alt") !== "media")
    return void response.writeHead(200, json).end(JSON.stringify(metadata(bucket, info)));
  response.writeHead(200, { "content-length": info.size, "x-goog-hash": `crc32c=${info.crc32c}` });
  for await (const chunk of store.read(info.name, info.generation)) response.write(chunk);
  response.end();
};

const json = { "content-type": "application/json" };

const metadata = (bucket: string, info: ObjectInfo) => ({
  kind: "storage#object",
  bucket,
  ...info,
  size: String(info.size),
});
