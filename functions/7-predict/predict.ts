import { z } from "zod";
import { messageOf, ObjectMissing } from "../../shared/errors.ts";
import type { HttpHandler, HttpReply, HttpRequest } from "../../shared/http.ts";
import type { Family } from "../../shared/learning/model.ts";
import type { ValueOrPromise } from "../../shared/value-or-promise.ts";
import { openApi } from "./openapi.ts";
import { Problem, problemReply } from "./problem.ts";
import { type FoundRoute, type Route, routesAt } from "./routes.ts";
import { type PredictPlatform, type Worlds, worldsOf } from "./serving-state.ts";

/** Answers questions over HTTP from the published snapshot and the promoted models; asks no warehouse. */
export const predict = (platform: PredictPlatform, families: ReadonlyMap<string, Family>): HttpHandler => {
  const worlds = worldsOf(platform, families);
  return (request) => {
    const failed = (error: unknown): HttpReply => {
      if (error instanceof Problem) return problemReply(error);
      platform.log.error("no answer", { path: request.path, error: messageOf(error) });
      return problemReply(new Problem("failed", "it has been logged; asking again may help"));
    };
    try {
      const body = answer(worlds, request);
      if (!(body instanceof Promise)) return replyWith(body);
      return body.catch(onceMore(worlds, request)).then(replyWith, failed);
    } catch (error) {
      return failed(error);
    }
  };
};

/** Publications that followed each other quickly have removed the snapshot from under a question: it begins anew. */
const onceMore =
  (worlds: Worlds, request: HttpRequest) =>
  async (error: unknown): Promise<unknown> => {
    if (!(error instanceof ObjectMissing)) throw error;
    await worlds.renewed();
    return answer(worlds, request);
  };

const replyWith = (body: unknown): HttpReply => ({ status: 200, contentType: "application/json", body });

const answer = (worlds: Worlds, request: HttpRequest): ValueOrPromise<unknown> => {
  const { path, query = "" } = request;
  const at = path === description.path ? [{ route: description, part: "" }] : routesAt(path);
  if (at.length === 0)
    throw new Problem("not-found", `no such path: ${path.slice(0, 200)}; /openapi.json lists them`);
  // Whoever sends the answer leaves its body away.
  const method = request.method === "HEAD" ? "GET" : request.method;
  const found = at.find(({ route }) => route.method === method);
  if (!found) throw notAllowed(path, at);
  if (query !== "")
    throw new Problem("wrong-input", `${path} takes no parameters`, [
      { path: `?${query.slice(0, 100)}`, message: "nothing is asked for in this way" },
    ]);
  const asked = bodyOf(found.route, request);
  return found.route.answer(worlds, { part: found.part, body: asked });
};

let document: unknown;

const description: Route = {
  method: "GET",
  path: "/openapi.json",
  says: "This description",
  gives: z.unknown(),
  answer: () => {
    document ??= openApi();
    return document;
  },
};

const notAllowed = (path: string, at: readonly FoundRoute[]): Problem => {
  const methods = at.map(({ route }) => (route.method === "GET" ? "GET, HEAD" : route.method)).join(", ");
  return new Problem("method-not-allowed", `${path.slice(0, 200)} takes ${methods}`, undefined, {
    allow: methods,
  });
};

const isJson = (contentType = ""): boolean =>
  /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType);

/** Before anything is looked at: a body that is too large or no JSON costs nothing. */
const bodyOf = ({ takes, atMost = 0 }: Route, { bytes, contentType, body }: HttpRequest): unknown => {
  if (!takes) {
    if (bytes > 0) throw new Problem("wrong-input", "a GET takes no body: put the question into the path");
    return undefined;
  }
  if (bytes > atMost)
    throw new Problem(
      "too-large",
      `the body has ${bytes} bytes and may have ${atMost}: ask in smaller batches`,
    );
  if (!isJson(contentType))
    throw new Problem("wrong-content-type", "send it in UTF-8 with content-type: application/json");
  if (bytes === 0) throw new Problem("wrong-input", "the body is empty");
  if (body === undefined) throw noJson("it is no UTF-8 text");
  try {
    return JSON.parse(body);
  } catch (error) {
    throw noJson(messageOf(error));
  }
};

const noJson = (why: string): Problem =>
  new Problem("wrong-input", `the body is no JSON: ${why}`, [{ path: "body", message: "it must be JSON" }]);
