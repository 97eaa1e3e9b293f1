import { Problem } from "./problem.ts";
import type { HttpRoute } from "./route.ts";

export interface FoundRoute {
  readonly route: HttpRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the routes at a path: one for each method. */
export const routeFinder = (routes: readonly HttpRoute[]): ((path: string) => readonly FoundRoute[]) => {
  const matchers = routes.map(matcher);
  return (path) => matchers.flatMap((match) => match(path) ?? []);
};

const matcher = (route: HttpRoute): ((path: string) => FoundRoute | undefined) => {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const plain: FoundRoute = { route, params: {} };
  // Most paths can be compared, which is quicker.
  if (names.length === 0) return (path) => (path === route.path ? plain : undefined);
  const segments = route.path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "([^/]+?)");
  const pattern = new RegExp(`^${segments}$`);
  return (path) => {
    const parts = pattern.exec(path);
    if (!parts) return undefined;
    const params: Record<string, string> = {};
    for (const [place, name] of names.entries()) params[name] = decoded(parts[place + 1] ?? "");
    return { route, params };
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
