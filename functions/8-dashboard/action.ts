import { z } from "zod";
import { type HttpReply, type HttpRequest, headerOf } from "../../shared/http.ts";
import { Problem } from "../../shared/routes/problem.ts";
import { content } from "../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../shared/routes/route.ts";
import { logAction } from "./log-action.ts";
import type { Desk } from "./page.ts";
import { may, type Reader, type Role, readerOf } from "./reader.ts";

interface Done<Params, Body> {
  readonly params: Params;
  readonly body: Body;
  readonly reader: Reader;
  readonly request: HttpRequest;
}

interface Action<Params, Body> {
  readonly path: string;
  readonly summary: string;
  readonly least: Role;
  readonly params?: z.ZodType<Params>;
  /** The form's fields. Without them, the action reads the request's content itself. */
  readonly body?: z.ZodType<Body>;
  readonly mostBytes: number;
  /** Does it, and returns the address of the page that shows the result. */
  act(done: Done<Params, Body>): Promise<string>;
}

/** What a form does. It is refused to another site's page and to a reader without the right, and it is logged with who did it. */
export const action = <Params = undefined, Body = undefined>(
  { who, platform }: Desk,
  { path, summary, least, params, body, mostBytes, act }: Action<Params, Body>,
): HttpRoute =>
  route<Params, undefined, Body>({
    method: "POST",
    path,
    summary,
    replies: { html: z.string() },
    mostBytes,
    ...(params && { params }),
    ...(body && { body, form: true }),
    async answer({ params: named, body: given, request }) {
      assertOwnPage(request);
      const reader = readerOf(request, who);
      if (!may(reader, least))
        throw new Problem(
          "forbidden",
          `this needs the role ${least}, and yours is ${reader.role}: ask an operator`,
        );
      const place = await act({ params: named as Params, body: given as Body, reader, request });
      logAction(platform.log, path, reader, { place });
      return seeOther(place);
    },
  });

/** The browser then asks for the page with GET: loading it again does not act again. */
const seeOther = (location: string): HttpReply => content("html", "", { status: 303, headers: { location } });

/**
 * A form of another site is sent with the reader's cookies, too. Browsers say where a form comes from; a request that
 * does not say it comes from no browser, and is refused all the same, because nothing else here sends forms.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
const assertOwnPage = (request: HttpRequest): void => {
  const site = headerOf(request, "sec-fetch-site");
  const origin = headerOf(request, "origin");
  const host = headerOf(request, "x-forwarded-host") ?? headerOf(request, "host");
  const isOwn = site === undefined ? origin !== undefined && hostOf(origin) === host : site === "same-origin";
  if (!isOwn)
    throw new Problem(
      "forbidden",
      "this form was not sent from a page of this dashboard: open the page and send it from there",
    );
};

const hostOf = (origin: string): string | undefined => {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
};
