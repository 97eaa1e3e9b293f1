import { z } from "zod";
import { csvText } from "../../../../shared/csv-text.ts";
import { Problem } from "../../../../shared/routes/problem.ts";
import { content } from "../../../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../../../shared/routes/route.ts";
import { logAction } from "../../log-action.ts";
import type { Desk } from "../../page.ts";
import { readerOf } from "../../reader.ts";
import { AskQuery, answered } from "./asked.ts";

/** What a spreadsheet still opens at once. */
export const mostCsvRows = 10_000;

/** The answer for a spreadsheet, with more rows than the page shows. It may name people: the download is logged. */
export const askCsv = (desk: Desk): HttpRoute =>
  route({
    method: "GET",
    path: "/ask.csv",
    summary: "The answer to a question in SQL as CSV",
    replies: { csv: z.string() },
    query: AskQuery,
    async answer({ query, request }) {
      const reader = readerOf(request, desk.who);
      const outcome = await answered(desk.sources, reader, query, mostCsvRows);
      if (!outcome)
        throw new Problem("wrong-input", "nothing was asked: the page Ask links to the CSV of an answer");
      if ("fault" in outcome) throw new Problem("wrong-input", outcome.fault);
      logAction(desk.platform.log, "/ask.csv", reader, { saved: query.saved?.name ?? null });
      return content("csv", csvText(outcome.answer.rows), {
        headers: { "content-disposition": `attachment; filename="${query.saved?.name ?? "answer"}.csv"` },
        cacheControl: "no-store",
        compress: true,
      });
    },
  });
