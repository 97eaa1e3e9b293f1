import { createServer, type Server as HttpServer } from "node:http";
import { Server, ServerCredentials } from "@grpc/grpc-js";

/** Buckets that can only be listed: enough for a function that finds out what there is to do. */
export const startBuckets = async (names: Readonly<Record<string, readonly string[]>>) => {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const bucket = /\/b\/([\w-]+)\/o$/.exec(pathname)?.[1];
    if (bucket === undefined) {
      response.statusCode = 404;
      response.end(JSON.stringify({ error: { code: 404, message: "No such object" } }));
      return;
    }
    const prefix = searchParams.get("prefix") ?? "";
    const items = (names[bucket] ?? [])
      .filter((name) => name.startsWith(prefix))
      .map((name) => ({
        name,
        bucket,
        generation: "1",
        size: "2",
        crc32c: "AAAAAA==",
        updated: "2024-10-06T00:00:00Z",
      }));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ kind: "storage#objects", items }));
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((done) => void server.close(() => done())),
  };
};

const listening = (server: HttpServer): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });

// PublishResponse with one message id, "1".
const oneMessageId = Buffer.from([0x0a, 0x01, 0x31]);
const asIs = (bytes: Buffer): Buffer => bytes;

/** Pub/Sub's publishing side over gRPC, which keeps the bytes it was given. */
export const startTopics = async () => {
  const published: string[] = [];
  const server = new Server();
  const Publish = {
    path: "/google.pubsub.v1.Publisher/Publish",
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  server.addService(
    { Publish },
    {
      Publish: ({ request }: { request: Buffer }, answer: (error: null, bytes: Buffer) => void) => {
        published.push(request.toString("latin1"));
        answer(null, oneMessageId);
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, published, close: async () => server.forceShutdown() };
};
