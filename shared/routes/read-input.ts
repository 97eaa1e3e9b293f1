import { messageOf } from "../errors.ts";
import type { HttpRequest } from "../http.ts";
import { Problem } from "./problem.ts";
import type { HttpRoute } from "./route.ts";

/** The query's parameters. One that is given twice is refused: neither value can be preferred. */
export const readQuery = (route: HttpRoute, { path, query = "" }: HttpRequest): Record<string, string> => {
  if (query === "") return {};
  if (!route.query)
    throw new Problem("wrong-input", `${path} takes no parameters`, [
      { path: `?${query.slice(0, 100)}`, message: "nothing is asked for in this way" },
    ]);
  const given = new URLSearchParams(query);
  const parameters: Record<string, string> = Object.fromEntries(given);
  for (const name of given.keys())
    if (given.getAll(name).length > 1)
      throw new Problem("wrong-input", `${name}: it is given twice`, [
        { path: name, message: "give it once" },
      ]);
  return parameters;
};

const isJson = (contentType = ""): boolean =>
  /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType);

/** Size and type are checked before anything is parsed: a wrong body costs nothing. */
export const readBody = (route: HttpRoute, { bytes, contentType, body }: HttpRequest): unknown => {
  const { mostBytes = 0 } = route;
  if (!route.body) {
    // A route without a schema that names a size reads the body itself, such as a file.
    if (bytes > mostBytes)
      throw mostBytes > 0
        ? new Problem("too-large", `the body has ${bytes} bytes and may have ${mostBytes}`)
        : new Problem("wrong-input", "a GET takes no body: put the question into the path");
    return undefined;
  }
  if (bytes > mostBytes)
    throw new Problem(
      "too-large",
      `the body has ${bytes} bytes and may have ${mostBytes}: ask in smaller batches`,
    );
  if (route.form) return readForm(contentType, body);
  if (!isJson(contentType))
    throw new Problem("wrong-content-type", "send it in UTF-8 with content-type: application/json");
  if (bytes === 0) throw new Problem("wrong-input", "the body is empty");
  if (body === undefined) throw notJson("it is no UTF-8 text");
  try {
    return JSON.parse(body);
  } catch (error) {
    throw notJson(messageOf(error));
  }
};

const readForm = (contentType = "", body = ""): Record<string, string> => {
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType))
    throw new Problem("wrong-content-type", "send it as a form: application/x-www-form-urlencoded");
  return Object.fromEntries(new URLSearchParams(body));
};

const notJson = (why: string): Problem =>
  new Problem("wrong-input", `the body is no JSON: ${why}`, [{ path: "body", message: "it must be JSON" }]);
