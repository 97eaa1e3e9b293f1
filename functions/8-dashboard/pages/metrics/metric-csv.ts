import { z } from "zod";
import { Problem } from "../../../../shared/routes/problem.ts";
import { content } from "../../../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../../../shared/routes/route.ts";
import { andThen } from "../../../../shared/value-or-promise.ts";
import { metricsOf } from "../../metrics/all-metrics.ts";
import { cadences } from "../../metrics/series.ts";
import type { Desk } from "../../page.ts";
import { csv } from "../../parts/csv.ts";

/** The whole series of a metric, as a spreadsheet reads it. */
export const metricCsv = (desk: Desk): HttpRoute =>
  route({
    method: "GET",
    path: "/metrics/{kpi}.csv",
    summary: "The series of a metric as CSV",
    replies: { csv: z.string() },
    params: z.object({ kpi: z.string().max(200) }),
    query: z.object({ cadence: z.enum(cadences).catch("daily") }),
    answer: ({ params: { kpi }, query: { cadence } }) =>
      andThen(andThen(desk.sources.now(), metricsOf), (metrics) => {
        const metric = metrics.find(({ name }) => name === kpi);
        if (!metric) throw new Problem("not-found", `there is no metric "${kpi.slice(0, 60)}"`);
        const rows = metric
          .points(cadence)
          .map(({ period, value, expected, low, high }) => [period, value, expected, low, high]);
        return content("csv", csv(["period", "value", "expected", "low", "high"], rows), {
          headers: { "content-disposition": `attachment; filename="${kpi}-${cadence}.csv"` },
          compress: true,
        });
      }),
  });
