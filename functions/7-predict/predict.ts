import { messageOf } from "../../shared/errors.ts";
import type { HttpHandler, HttpReply, HttpRequest } from "../../shared/http.ts";
import type { Family } from "../../shared/models/model.ts";
import { type Soon, whenThere } from "../../shared/soon.ts";
import { openApi } from "./openapi.ts";
import { Problem, problemReply } from "./problem.ts";
import { type Route, routesAt } from "./routes.ts";
import { type PredictPlatform, type Worlds, worldsOf } from "./world.ts";

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
      const reply = whenThere(answer(worlds, request), replyWith);
      return reply instanceof Promise ? reply.catch(failed) : reply;
    } catch (error) {
      return failed(error);
    }
  };
};

const replyWith = (body: unknown): HttpReply => ({ status: 200, contentType: "application/json", body });

const answer = (worlds: Worlds, request: HttpRequest): Soon<unknown> => {
  if (request.path === "/openapi.json" && request.method === "GET") return openApi();
  const at = routesAt(request.path);
  if (at.length === 0)
    throw new Problem("not-found", `no such path: ${request.path.slice(0, 200)}; /openapi.json lists them`);
  const found = at.find(({ route }) => route.method === request.method);
  if (!found) {
    const allowed = at.map(({ route }) => route.method).join(", ");
    throw new Problem("method-not-allowed", `${request.path} takes ${allowed}`, undefined, {
      allow: allowed,
    });
  }
  const asked = bodyOf(found.route, request);
  return found.route.answer(worlds, { part: found.part, body: asked });
};

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
  if (!/^application\/json\b/i.test(contentType ?? ""))
    throw new Problem("wrong-content-type", "send it with content-type: application/json");
  if (body === undefined || bytes === 0) throw new Problem("wrong-input", "the body is empty");
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new Problem("wrong-input", `the body is no JSON: ${messageOf(error)}`, [
      { path: "body", message: "it must be JSON" },
    ]);
  }
};
