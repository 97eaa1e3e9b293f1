import { once } from "node:events";
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface RecordingServer {
  readonly apiEndpoint: string;
  /** Method and address of each request, in the order in which they came. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** A server whose answers the test writes: for what an emulator never says, and for connections that break. */
export const startRecordingServer = async (answer: Answer): Promise<RecordingServer> => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the recording server has no port");
  return {
    apiEndpoint: `http://127.0.0.1:${address.port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

/** Hands a request to a real server, changed if told so, and its answer back unless that is to be lost. */
export const passOn = async (
  { apiEndpoint }: { readonly apiEndpoint: string },
  request: IncomingMessage,
  response?: ServerResponse,
  change: (body: Buffer) => Buffer = (body) => body,
): Promise<void> => {
  const { method, url, headers } = request;
  const onward = ask(apiEndpoint + url, { method, headers });
  onward.end(change(await allOf(request)));
  const [answer]: IncomingMessage[] = await once(onward, "response");
  if (answer === undefined) throw new Error(`${method} ${url}: no answer`);
  const body = await allOf(answer);
  response?.writeHead(answer.statusCode ?? 500, answer.headers).end(body);
};

const allOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};
