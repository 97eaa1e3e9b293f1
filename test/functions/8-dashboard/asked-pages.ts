import { dashboard } from "../../../functions/8-dashboard/dashboard.ts";
import type { Role } from "../../../functions/8-dashboard/reader.ts";
import type { Sources } from "../../../functions/8-dashboard/sources/sources.ts";
import { dashboardSources } from "../../../functions/dashboard-sources.ts";
import type { HttpReply } from "../../../shared/http.ts";
import type { Family } from "../../../shared/learning/model.ts";
import type { OpenedHome } from "../../e2e/temporary-home.ts";

export interface AskedPages {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Shown>;
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Shown>;
}

export interface Shown {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string | undefined;
}

const own = { origin: "http://pages.test", host: "pages.test" };

/** The pages of a home as a reader with a role asks for them, without a server. */
export const pagesOf = (
  home: Pick<OpenedHome, "platform">,
  role: Role = "operator",
  families: ReadonlyMap<string, Family> = new Map(),
  sources: Sources = dashboardSources(home.platform, families),
): AskedPages => {
  const handle = dashboard(home.platform, sources, () => ({ name: `a ${role}`, role }));
  const ask = async (
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ) => {
    const [path = "", query] = url.split("?");
    const reply = await handle({
      method,
      path,
      query,
      accept: "text/html",
      headers,
      contentType: "application/x-www-form-urlencoded",
      bytes: Buffer.byteLength(body ?? ""),
      ...(body !== undefined && { body }),
    });
    return shownOf(reply);
  };
  return {
    get: (path, headers = {}) => ask("GET", path, headers),
    post: (path, fields, headers = own) => ask("POST", path, headers, new URLSearchParams(fields).toString()),
  };
};

const shownOf = (reply: HttpReply): Shown => ({
  status: reply.status,
  text:
    reply.kind === "content" ? String(reply.body) : JSON.stringify(reply.kind === "json" ? reply.body : null),
  headers: reply.headers ?? {},
  etag: reply.etag,
});
