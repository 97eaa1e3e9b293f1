import { z } from "zod";
import { csvText } from "../../shared/csv-text.ts";
import { RejectedInput } from "../../shared/errors.ts";
import type { HttpReply } from "../../shared/http.ts";
import type { Platform } from "../../shared/platform.ts";
import { askInSql, usualLimits } from "../../shared/query/ask.ts";
import { savedQueries } from "../../shared/query/saved-queries.ts";
import { Problem } from "../../shared/routes/problem.ts";
import { content, type Format, json } from "../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../shared/routes/route.ts";

/** Without a warehouse there is nobody to ask. */
export type QueryPlatform = Partial<Pick<Platform, "warehouse" | "feeds">>;

const QueryRequest = z
  .strictObject({
    sql: z.string().min(1).max(20_000).optional().describe("One SELECT statement in GoogleSQL"),
    saved: z.string().max(100).optional().describe("Instead of it: the name of a saved query"),
    params: z
      .record(z.string(), z.string().max(1000))
      .default({})
      .describe("A saved query's parameters, as text"),
    rows: z.int().min(1).max(usualLimits.mostRows).default(1000),
    dryRun: z.boolean().default(false).describe("Only say what the question would read and cost"),
    id: z.string().max(100).optional().describe("Yours to choose: with it the question can be cancelled"),
  })
  .refine(({ sql, saved }) => (sql === undefined) !== (saved === undefined), "give either sql or saved");

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const QueryAnswer = z.strictObject({
  columns: z.array(z.string()),
  rows: z.array(z.record(z.string(), Cell)),
  truncated: z.boolean().describe("There are more rows than were asked for"),
  estimate: z
    .strictObject({ bytes: z.number(), price: z.number(), currency: z.literal("USD") })
    .optional()
    .describe("What the warehouse said it would read, and that at list price"),
});
const Cancelled = z.strictObject({ cancelled: z.boolean() });
const SavedList = z.strictObject({
  queries: z.array(
    z.strictObject({ name: z.string(), about: z.string(), sql: z.string(), parameters: z.array(z.string()) }),
  ),
});

/** Questions in SQL: by reading only, within limits, and with pseudonyms for personal data. */
export const queryRoutes = (platform: QueryPlatform): readonly HttpRoute[] => {
  const running = new Map<string, AbortController>();
  return [
    route({
      method: "POST",
      path: "/v1/query",
      summary: "Ask the tables in SQL. Only reading is possible, and personal data shows as pseudonyms",
      body: QueryRequest,
      mostBytes: 64 * 1024,
      replies: { json: QueryAnswer, csv: z.string(), bytes: z.string().describe("Parquet") },
      answer: ({ body, format }) => answer(platform, running, body, format),
    }),
    route({
      method: "POST",
      path: "/v1/query:cancel",
      summary: "Stop a question that was asked with an id",
      body: z.strictObject({ id: z.string().max(100) }),
      mostBytes: 1024,
      replies: { json: Cancelled },
      answer: ({ body }) => {
        const controller = running.get(body.id);
        controller?.abort();
        return json({ cancelled: controller !== undefined });
      },
    }),
    route({
      method: "GET",
      path: "/v1/queries",
      summary: "The saved queries and their parameters",
      replies: { json: SavedList },
      answer: () =>
        json({
          queries: savedQueries().map(({ name, about, sql, parameters }) => ({
            name,
            about,
            sql,
            parameters: parameters.map((parameter) => parameter.name),
          })),
        }),
    }),
  ];
};

const answer = async (
  platform: QueryPlatform,
  running: Map<string, AbortController>,
  { sql, saved = "", params, rows, dryRun, id }: z.infer<typeof QueryRequest>,
  format: Format,
): Promise<HttpReply> => {
  const { warehouse, feeds } = platform;
  if (!warehouse?.explore || !feeds)
    throw new Problem(
      "forbidden",
      "asking in SQL is switched off here: use `daybook sql` with your own rights",
    );
  const controller = new AbortController();
  if (id !== undefined) running.set(id, controller);
  try {
    const explored = await askInSql({ warehouse, feeds }, sql === undefined ? { saved, params } : { sql }, {
      limits: { ...usualLimits, mostRows: rows },
      personal: false,
      estimateOnly: dryRun,
      format: format === "bytes" ? "parquet" : "rows",
      signal: controller.signal,
    });
    if (explored.parquet) return content("bytes", explored.parquet);
    if (format === "csv") return content("csv", csvText(explored.rows, explored.columns));
    return json({
      columns: [...explored.columns],
      rows: explored.rows,
      truncated: explored.truncated,
      ...(explored.estimate && { estimate: explored.estimate }),
    });
  } catch (error) {
    if (error instanceof RejectedInput) throw new Problem("wrong-input", error.message);
    throw error;
  } finally {
    // A later question with the same id stays one that can be cancelled.
    if (id !== undefined && running.get(id) === controller) running.delete(id);
  }
};
