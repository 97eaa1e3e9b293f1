import { z } from "zod";
import { Problem } from "../../../../shared/routes/problem.ts";
import { content } from "../../../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../../../shared/routes/route.ts";
import { quarantine } from "../../../../shared/serving/sections/quarantine.ts";
import { logAction } from "../../log-action.ts";
import type { Desk } from "../../page.ts";
import { may, readerOf } from "../../reader.ts";
import { sectionOf } from "../../sources/section-of.ts";

/** A download for whoever sends a feed's files. It shows what cells hold: the role is asked for, and it is logged. */
export const supplierReport = (desk: Desk): HttpRoute =>
  route({
    method: "GET",
    path: "/quality/report",
    summary: "A feed's rows to mend, as a page to send on",
    replies: { html: z.string() },
    query: z.object({ feed: z.string().max(200).catch("") }),
    async answer({ query: { feed }, request }) {
      const reader = readerOf(request, desk.who);
      if (!may(reader, "analyst"))
        throw new Problem("forbidden", "the report shows what cells hold: it needs the role analyst");
      const held = sectionOf(await desk.sources.now(), quarantine);
      const { value: report } = await desk.live.files();
      if (!held || !report.feeds.some((each) => each.feed === feed))
        throw new Problem(
          "not-found",
          `there is no report for “${feed.slice(0, 60)}”: the quality page links to each`,
        );
      logAction(desk.platform.log, "/quality/report", reader, { feed });
      return content("html", desk.sources.supplierReport({ feed, report, held }), {
        headers: {
          "content-disposition": `attachment; filename="${feed}-rows-to-mend.html"`,
          "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        },
        compress: true,
      });
    },
  });
