import { z } from "zod";
import { messageOf } from "../errors.ts";
import type { HttpHandler, HttpReply, HttpRequest, ServerEvent } from "../http.ts";
import type { Log } from "../platform.ts";
import { andThen, type ValueOrPromise } from "../value-or-promise.ts";
import { chooseFormat } from "./choose-format.ts";
import { type FoundRoute, routeFinder } from "./find-routes.ts";
import { openApi } from "./openapi.ts";
import { Problem, problemReply } from "./problem.ts";
import { readBody, readQuery } from "./read-input.ts";
import { json } from "./replies.ts";
import { type HttpRoute, route } from "./route.ts";

/** How a problem looks to who asked; undefined for a problem document. */
export type ShowProblem = (problem: Problem, request: HttpRequest) => ValueOrPromise<HttpReply> | undefined;

/** A handler that another server can serve beside its own routes. */
export type HttpService = HttpHandler & {
  readonly routes: readonly HttpRoute[];
  readonly showProblem?: ShowProblem | undefined;
};

export interface ServiceOptions {
  readonly title: string;
  readonly description: string;
  readonly log: Log;
  /** The problem that an error of the service's own means to its clients; undefined for a fault. */
  readonly problemFor?: (error: unknown) => Problem | undefined;
  readonly showProblem?: ShowProblem | undefined;
}

/** Serves a route table, and its description at /openapi.json. Where two routes are the same, the first answers. */
export const serveRoutes = (
  routes: readonly HttpRoute[],
  { log, problemFor, showProblem, ...about }: ServiceOptions,
): HttpService => {
  const find = routeFinder([...routes, describing(routes, about)]);
  const problemIn = (error: unknown, { path }: HttpRequest): Problem => {
    const problem = error instanceof Problem ? error : problemFor?.(error);
    if (problem) return problem;
    log.error("no answer", { path, error: messageOf(error) });
    return new Problem("failed", "it has been logged; asking again may help");
  };
  const handler: HttpHandler = (request) => {
    const failed = (error: unknown): ValueOrPromise<HttpReply> => {
      const problem = problemIn(error, request);
      return showProblem?.(problem, request) ?? problemReply(problem);
    };
    try {
      const reply = answer(find(request.path), request, log);
      return reply instanceof Promise ? reply.catch(failed) : reply;
    } catch (error) {
      return failed(error);
    }
  };
  return Object.assign(handler, { routes, showProblem });
};

const describing = (
  routes: readonly HttpRoute[],
  about: Pick<ServiceOptions, "title" | "description">,
): HttpRoute => {
  let document: unknown;
  return route({
    method: "GET",
    path: "/openapi.json",
    summary: "This description",
    replies: { json: z.unknown() },
    answer() {
      document ??= openApi(routes, about);
      return json(document, { cacheControl: "no-cache" });
    },
  });
};

const answer = (at: readonly FoundRoute[], request: HttpRequest, log: Log): ValueOrPromise<HttpReply> => {
  const { path } = request;
  if (at.length === 0)
    throw new Problem("not-found", `no such path: ${path.slice(0, 200)}; /openapi.json lists them`);
  // The server leaves out the body.
  const method = request.method === "HEAD" ? "GET" : request.method;
  const found = at.find((each) => each.route.method === method);
  if (!found) throw notAllowed(path, at);
  const { route, formats, params, suffix } = found;
  const format = chooseFormat(formats, suffix, request.accept);
  const reply = route.answer({
    params,
    query: readQuery(route, request),
    body: readBody(route, request),
    format,
    request,
  });
  if (formats.length === 1 && format !== "events") return reply;
  return andThen(reply, (made) =>
    made.kind === "events"
      ? { ...made, body: (gone) => logged(made.body(gone), gone, path, log) }
      : { ...made, headers: { vary: "accept", ...made.headers } },
  );
};

const notAllowed = (path: string, at: readonly FoundRoute[]): Problem => {
  const methods = at.map(({ route }) => (route.method === "GET" ? "GET, HEAD" : route.method)).join(", ");
  return new Problem("method-not-allowed", `${path.slice(0, 200)} takes ${methods}`, undefined, {
    allow: methods,
  });
};

/** A stream that fails has sent its status already: it can only end, and the client connects again. */
async function* logged(
  events: AsyncIterable<ServerEvent>,
  gone: AbortSignal,
  path: string,
  log: Log,
): AsyncGenerator<ServerEvent> {
  try {
    yield* events;
  } catch (error) {
    // A source may end by throwing when its client goes away.
    if (!gone.aborted) log.error("an event stream ended early", { path, error: messageOf(error) });
  }
}
