import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Problem } from "../../shared/routes/problem.ts";

/** No route takes a longer file, nor does Cloud Run. */
export const mostRead = 32 * 1024 * 1024;
/** Bodies that are held at once. Each is copied once while it is decoded, and a predict process has 512 MiB. */
const mostHeld = 96 * 1024 * 1024;
/** Answers take milliseconds, one after the other: a longer queue would make all of them late. */
const mostAtOnce = 80;

/** What is said in the place of an answer, as problems of routes are. */
export type Refusal = Problem;

const tooLarge: Refusal = new Problem("too-large", "the body is longer than 32 MiB: send it in parts");
const tooBusy: Refusal = new Problem(
  "busy",
  "too much is being answered at once: try again in a second",
  undefined,
  { "retry-after": "1" },
);

/**
 * Decides by the headers alone, before a byte of the body is read, whether a request is taken. What is taken counts until its answer
 * is sent or its connection breaks.
 */
export const requestGate = ({ held: limit = mostHeld, atOnce = mostAtOnce } = {}) => {
  let held = 0;
  let running = 0;
  let isClosing = false;
  const idle: (() => void)[] = [];
  return {
    admit(request: IncomingMessage, response: ServerResponse): Refusal | undefined {
      // The client then opens another connection, to another instance.
      if (isClosing) response.shouldKeepAlive = false;
      const bytes = bytesOf(request);
      if (bytes > mostRead) return tooLarge;
      if (running >= atOnce || (bytes > 0 && held + bytes > limit)) return tooBusy;
      held += bytes;
      running++;
      response.once("close", () => {
        held -= bytes;
        running--;
        if (running === 0) for (const done of idle.splice(0)) done();
      });
      return undefined;
    },
    /** Takes no new connection, and resolves when all that was begun is answered, or after a while. */
    async close(server: Pick<Server, "close" | "closeIdleConnections">, patienceMs: number): Promise<void> {
      isClosing = true;
      server.close();
      if (running === 0) return server.closeIdleConnections();
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, patienceMs);
      await Promise.race([new Promise<void>((resolve) => idle.push(resolve)), late.promise]);
      clearTimeout(timer);
      server.closeIdleConnections();
    },
  };
};
export type RequestGate = ReturnType<typeof requestGate>;

/** A body of unknown length may be as long as any: it counts as the longest. */
const bytesOf = ({ headers }: IncomingMessage): number => {
  if (headers["transfer-encoding"] !== undefined) return mostRead;
  const length = Number(headers["content-length"] ?? 0);
  return Number.isFinite(length) && length >= 0 ? length : mostRead + 1;
};

/** For so long a client that is still sending is listened to. */
const lingerMs = 2_000;

/**
 * A refused body is thrown away, and the connection cannot be used again. It is not closed at once: closed while the client
 * still sends, it would be reset, and the client would see a broken pipe in the place of the answer (RFC 9112, 9.6).
 */
export const sendRefusal = (
  request: IncomingMessage,
  response: ServerResponse,
  { document, headers }: Refusal,
): void => {
  const body = `${JSON.stringify(document)}\n`;
  response
    .writeHead(document.status, {
      "content-type": "application/problem+json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      connection: "close",
      ...headers,
    })
    .write(body);
  const patience = setTimeout(() => response.end(), lingerMs);
  const close = () => {
    clearTimeout(patience);
    response.end();
  };
  if (request.complete) close();
  else request.once("end", close).once("close", close).resume();
};
