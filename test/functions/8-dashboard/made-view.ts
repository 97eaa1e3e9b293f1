import { formatsFor } from "../../../functions/8-dashboard/formats.ts";
import type { Metric } from "../../../functions/8-dashboard/metrics/metric.ts";
import type { Role } from "../../../functions/8-dashboard/reader.ts";
import type { View } from "../../../functions/8-dashboard/view.ts";
import type { Html } from "../../../shared/html/html.ts";

/** A view without a snapshot, for parts of pages. */
export const viewOf = (role: Role = "operator", metrics: readonly Metric[] = []): View => ({
  reader: { language: "en", theme: "auto", name: "", role },
  format: formatsFor("en", "GBP", "UTC"),
  seen: undefined,
  metrics,
  keep: () => "",
});

/** What a reader reads of it: words and figures, with a bar where something begins. */
export const textOf = (part: Html | string): string =>
  (typeof part === "string" ? part : part.text)
    .replace(/<[^>]*>/g, "|")
    .replace(/[|\s]*\|[|\s]*/g, "|")
    .replace(/^\||\|$/g, "");
