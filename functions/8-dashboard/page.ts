import { z } from "zod";
import { type HttpReply, type HttpRequest, headerOf, holds } from "../../shared/http.ts";
import { content } from "../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../shared/routes/route.ts";
import { andThen, type ValueOrPromise } from "../../shared/value-or-promise.ts";
import { formatsFor } from "./formats.ts";
import { frame, type PageContent } from "./frame/frame.ts";
import type { NavKey } from "./frame/nav.ts";
import { metricsOf } from "./metrics/all-metrics.ts";
import { pageCache, type RenderedPage, renderedPage } from "./page-cache.ts";
import { chosenCookies, type Reader, readerOf, type WhoAsks } from "./reader.ts";
import type { DashboardPlatform, Seen, Sources } from "./sources/sources.ts";
import type { Live, View } from "./view.ts";

/** What every page needs. */
export interface Desk {
  readonly sources: Sources;
  readonly live: Live;
  readonly platform: DashboardPlatform;
  readonly who: WhoAsks;
  /** Of this process: the same snapshot looks different after an upgrade. */
  readonly edition: string;
}

interface Asked<Params, Query> {
  readonly view: View;
  readonly params: Params;
  readonly query: Query;
}

interface Page<Params, Query> {
  readonly path: string;
  readonly summary: string;
  readonly nav?: NavKey;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  /** Tags of what the page shows beside the snapshot. */
  readonly alsoShows?: (live: Live) => ValueOrPromise<readonly string[]>;
  show(asked: Asked<Params, Query>): ValueOrPromise<PageContent>;
}

/** A page as a route. A browser that holds the page of this very snapshot is told so before anything is rendered. */
export const page = <Params = undefined, Query = undefined>(
  desk: Desk,
  { path, summary, nav, params, query, alsoShows, show }: Page<Params, Query>,
): HttpRoute =>
  route({
    method: "GET",
    path,
    summary,
    replies: { html: z.string() },
    ...(params && { params }),
    // Each page also takes a language and a theme, and what a link from elsewhere carries.
    query: query ?? z.unknown().transform(() => undefined as Query),
    answer: ({ request, params: named, query: asked }) =>
      andThen(desk.sources.now(), (seen) =>
        andThen(alsoShows?.(desk.live) ?? [], (tags) => {
          const etag = tagOf(desk, readerOf(request, desk.who), seen, tags);
          if (holds(headerOf(request, "if-none-match"), etag))
            return sent(nothing, { etag, status: 304 }, request);
          const key = `${etag} ${request.path}?${request.query ?? ""}`;
          const kept = cache.get(key);
          if (kept !== undefined) return sent(kept, { etag, status: 200 }, request);
          return andThen(viewOf(desk, request, seen), (view) =>
            andThen(show({ view, params: named as Params, query: asked }), (shown) => {
              const { status = 200 } = shown;
              const rendered = renderedPage(frame(view, nav, shown));
              if (status === 200 && key.length < longestKey) cache.keep(key, rendered);
              return sent(rendered, { etag, status }, request);
            }),
          );
        }),
      ),
  });

/** About as many bytes: a company's pages in two languages and themes, many times. */
const cache = pageCache(24_000_000);
const longestKey = 2000;
const nothing = renderedPage("");

export const viewOf = (desk: Desk, request: HttpRequest, seen: Seen | undefined): ValueOrPromise<View> =>
  andThen(metricsOf(seen), (metrics) => {
    const reader = readerOf(request, desk.who);
    const { baseCurrency, timeZone } = desk.platform.company;
    const facts = seen?.snapshot.manifest ?? { currency: baseCurrency, timeZone };
    return {
      reader,
      format: formatsFor(reader.language, facts.currency, facts.timeZone),
      seen,
      metrics,
      keep: (changes) => changed(request.query, changes),
    };
  });

/** Relative to this very page, whose path may be long. */
const changed = (
  query: string | undefined,
  changes: Readonly<Record<string, string | undefined>>,
): string => {
  const parameters = new URLSearchParams(query ?? "");
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) parameters.delete(name);
    else parameters.set(name, value);
  return `?${parameters}`;
};

/** Weak: two compressions of the same page differ in their bytes. */
const tagOf = (
  { edition }: Desk,
  { language, theme, role }: Reader,
  seen: Seen | undefined,
  tags: readonly string[],
): string => {
  const stale = seen?.stale === undefined ? "" : "stale";
  const parts = [edition, seen?.snapshot.manifest.id ?? "none", stale, ...tags, language, theme, role];
  return `W/"${parts.join(".")}"`;
};

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const pageHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": policy,
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  vary: "accept-language, cookie",
};

export const sent = (
  { text, gzipped }: RenderedPage,
  { etag, status }: { readonly etag?: string; readonly status: number },
  request: HttpRequest,
): HttpReply =>
  content("html", text, {
    status,
    headers: { ...pageHeaders, ...chosenCookies(request) },
    // A browser may keep a page and asks each time whether it is still the same.
    cacheControl: etag === undefined ? "no-store" : "private, no-cache",
    ...(etag !== undefined && { etag }),
    compress: true,
    gzipped,
  });
