import { Problem } from "./problem.ts";
import type { Format } from "./replies.ts";
import type { HttpRoute } from "./route.ts";

export interface FoundRoute {
  readonly route: HttpRoute;
  readonly formats: readonly Format[];
  readonly params: Readonly<Record<string, string>>;
  /** The path's suffix, where the route offers several formats. */
  readonly suffix?: Format | undefined;
}

/** Finds the routes at a path: one for each method. */
export const routeFinder = (routes: readonly HttpRoute[]): ((path: string) => readonly FoundRoute[]) => {
  const matchers = routes.map(matcher);
  return (path) => matchers.flatMap((match) => match(path) ?? []);
};

export const offered = ({ replies }: HttpRoute): readonly Format[] => Object.keys(replies) as Format[];

const matcher = (route: HttpRoute): ((path: string) => FoundRoute | undefined) => {
  const formats = offered(route);
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const plain: FoundRoute = { route, formats, params: {} };
  // Most paths can be compared, which is quicker.
  if (formats.length === 1 && names.length === 0) return (path) => (path === route.path ? plain : undefined);
  const segments = route.path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "([^/]+?)");
  const suffix = formats.length > 1 ? `(?:\\.(${formats.join("|")}))?` : "";
  const pattern = new RegExp(`^${segments}${suffix}$`);
  return (path) => {
    const parts = pattern.exec(path);
    if (!parts) return undefined;
    const params: Record<string, string> = {};
    for (const [place, name] of names.entries()) params[name] = decoded(parts[place + 1] ?? "");
    return { route, formats, params, suffix: formats.find((format) => format === parts[names.length + 1]) };
  };
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    const fault = `"${part.slice(0, 100)}" is not well encoded: each % must begin a byte of UTF-8 in two digits`;
    throw new Problem("wrong-input", `path: ${fault}`, [{ path: "path", message: fault }]);
  }
};
