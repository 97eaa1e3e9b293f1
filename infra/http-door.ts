import type { HttpFunction, Request } from "@google-cloud/functions-framework";
import type { HttpHandler } from "../shared/http.ts";

/** An Express request as a stage wants it, and its reply as Express sends it. */
export const onRequest =
  (handle: HttpHandler): HttpFunction =>
  async (request, response) => {
    const bytes = bytesOf(request);
    const contentType = request.get("content-type");
    const {
      status,
      headers = {},
      contentType: type,
      body,
    } = await handle({
      method: request.method,
      path: request.path,
      bytes,
      ...(contentType !== undefined && { contentType }),
      ...(bytes > 0 && { body: request.body }),
    });
    // What was computed may be about a person: no one on the way keeps it.
    response.set({ ...headers, "cache-control": "no-store", "x-content-type-options": "nosniff" });
    response.status(status).type(type).send(JSON.stringify(body));
  };

const bytesOf = ({ rawBody }: Request): number => rawBody?.length ?? 0;
