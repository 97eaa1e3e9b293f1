import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpHandler } from "../../shared/http.ts";
import { mostRead, send } from "../http-door.ts";

/** The paths that predict answers, on a server that has others too. */
export const isQuestion = (path: string): boolean =>
  path.startsWith("/v1/") || path === "/openapi.json" || path === "/readyz";

/** The same questions and answers as in the cloud, without its framework. */
export const answerQuestion = async (
  ask: HttpHandler,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { bytes, body } = await bodyOf(request);
  const contentType = request.headers["content-type"];
  const reply = await ask({
    method: request.method ?? "GET",
    path,
    bytes,
    ...(contentType !== undefined && { contentType }),
    ...(body !== "" && { body }),
  });
  send(response, reply);
};

/** All of it is counted; what is longer than any question is not kept. */
const bodyOf = async (request: IncomingMessage): Promise<{ bytes: number; body: string }> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes <= mostRead) chunks.push(chunk);
  }
  return { bytes, body: bytes <= mostRead ? Buffer.concat(chunks).toString("utf8") : "" };
};
