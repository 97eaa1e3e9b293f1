import type { z } from "zod";
import type { HttpReply, HttpRequest } from "../http.ts";
import type { ValueOrPromise } from "../value-or-promise.ts";
import { parsed } from "./problem.ts";
import type { Format } from "./replies.ts";

interface Asked<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly format: Format;
  /** For what is not in the parameters: who asks, in which language, what they hold already. */
  readonly request: HttpRequest;
}

interface Route<Params, Query, Body> {
  readonly method: "GET" | "POST";
  /** `{name}` stands for one segment of the path. */
  readonly path: string;
  readonly summary: string;
  /** The formats that the route offers, the preferred one first, and what each looks like. */
  readonly replies: Readonly<Partial<Record<Format, z.ZodType>>>;
  /** The largest body, in bytes. */
  readonly mostBytes?: number;
  readonly params?: z.ZodType<Params>;
  /** Without it the route takes no parameters. */
  readonly query?: z.ZodType<Query>;
  /** Without it the route takes no body. */
  readonly body?: z.ZodType<Body>;
  /** What a browser's form sends, instead of JSON. Of a field that is given twice the last one counts. */
  readonly form?: boolean;
  answer(asked: Asked<Params, Query, Body>): ValueOrPromise<HttpReply>;
}

/** One line of a route table: matching, refusals and the OpenAPI document follow from it. */
export type HttpRoute = Route<unknown, unknown, unknown>;

/** A route whose input is checked before it answers. */
export const route = <Params = undefined, Query = undefined, Body = undefined>(
  typed: Route<Params, Query, Body>,
): HttpRoute => ({
  ...typed,
  answer: ({ params, query, body, format, request }) =>
    typed.answer({
      params: checked(typed.params, params),
      query: checked(typed.query, query),
      body: checked(typed.body, body),
      format,
      request,
    }),
});

/** Without a schema, the type of the input is `undefined`. */
const checked = <Input>(schema: z.ZodType<Input> | undefined, input: unknown): Input =>
  schema ? parsed(schema, input) : (undefined as Input);
