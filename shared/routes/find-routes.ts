import { Problem } from "./problem.ts";
import type { Format } from "./replies.ts";
import type { HttpRoute } from "./route.ts";

export interface FoundRoute {
  readonly route: HttpRoute;
  /** Not decoded yet. */
  readonly params: Readonly<Record<string, string>>;
  /** The path's suffix, where the route offers several formats. */
  readonly suffix?: Format;
}

/** Finds the routes at a path: one for each method. */
export const routeFinder = (routes: readonly HttpRoute[]): ((path: string) => readonly FoundRoute[]) => {
  const patterns = routes.map((route) => ({ route, pattern: patternOf(route) }));
  return (path) => {
    const found: FoundRoute[] = [];
    for (const { route, pattern } of patterns) {
      const match = pattern.exec(path);
      if (!match) continue;
      const { _suffix, ...params } = match.groups ?? {};
      const suffix = offered(route).find((format) => format === _suffix);
      found.push({ route, params, ...(suffix && { suffix }) });
    }
    return found;
  };
};

export const offered = ({ replies }: HttpRoute): readonly Format[] => Object.keys(replies) as Format[];

const patternOf = (route: HttpRoute): RegExp => {
  const formats = offered(route);
  const segments = route.path.replaceAll(".", "\\.").replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+?)");
  const suffix = formats.length > 1 ? `(?:\\.(?<_suffix>${formats.join("|")}))?` : "";
  return new RegExp(`^${segments}${suffix}$`);
};

export const decodedParams = (params: FoundRoute["params"]): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, part]) => [name, decoded(part)]));

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    const fault = `"${part.slice(0, 100)}" is not well encoded: each % must begin a byte of UTF-8 in two digits`;
    throw new Problem("wrong-input", `path: ${fault}`, [{ path: "path", message: fault }]);
  }
};
