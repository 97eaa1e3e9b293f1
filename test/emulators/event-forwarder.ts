import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * In Eventarc's place: takes the notifications that the bucket publishes and hands each to its function as the
 * CloudEvent that Eventarc would make of it. The function's answer is the answer to the push, so a failure is repeated.
 */
export interface EventForwarder {
  readonly endpoint: string;
  close(): void;
}

/** A bucket with versions says ARCHIVE where one without says DELETE. */
const kinds: Readonly<Record<string, { readonly type: string; readonly to: "ingest" | "retract" }>> = {
  OBJECT_FINALIZE: { type: "finalized", to: "ingest" },
  OBJECT_ARCHIVE: { type: "archived", to: "retract" },
  OBJECT_DELETE: { type: "archived", to: "retract" },
};

interface Push {
  readonly message: {
    readonly attributes: Readonly<Record<string, string>>;
    readonly data: string;
    readonly messageId: string;
  };
}

export const openForwarder = async (
  urlOf: (name: "ingest" | "retract") => string,
): Promise<EventForwarder> => {
  const server = createServer((request, response) => {
    forward(request, urlOf).then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(503).end(),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${port}/`, close };
};

const forward = async (
  request: IncomingMessage,
  urlOf: (name: "ingest" | "retract") => string,
): Promise<number> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { message } = JSON.parse(Buffer.concat(chunks).toString()) as Push;
  const { eventType = "", bucketId, objectId, eventTime = "" } = message.attributes;
  const kind = kinds[eventType];
  if (kind === undefined) throw new Error(`a bucket said ${eventType}`);
  const response = await fetch(urlOf(kind.to), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "ce-specversion": "1.0",
      "ce-id": message.messageId,
      "ce-source": `//storage.googleapis.com/projects/_/buckets/${bucketId}`,
      "ce-type": `google.cloud.storage.object.v1.${kind.type}`,
      "ce-time": eventTime,
      // A header takes ASCII only, and an object's name may be anything.
      "ce-subject": encodeURI(`objects/${objectId}`),
    },
    body: Buffer.from(message.data, "base64").toString(),
  });
  return response.status;
};
