import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpHandler } from "../../shared/http.ts";
import { contentOf, mostRead, placeOf, send } from "../entry/http.ts";

/** The paths that predict answers, on a server that has others too. */
export const isQuestion = (path: string): boolean =>
  path.startsWith("/v1/") || path === "/openapi.json" || path === "/readyz";

/** The same questions and answers as in the cloud, without its framework. */
export const answerQuestion = async (
  ask: HttpHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { method = "GET", url = "/", headers } = request;
  const contentType = headers["content-type"];
  const content = await contentIn(request);
  send(
    response,
    await ask({ method, ...placeOf(url), ...(contentType !== undefined && { contentType }), ...content }),
  );
};

/** All of it is counted; what is longer than any question is not kept. */
const contentIn = async (request: IncomingMessage): Promise<ReturnType<typeof contentOf>> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes <= mostRead) chunks.push(chunk);
  }
  return bytes <= mostRead ? contentOf(Buffer.concat(chunks)) : { bytes };
};
