import type { Finding } from "./finding.ts";

/** A CloudEvent: https://github.com/cloudevents/spec. The same finding always has the same id, so a receiver can tell a repeat. */
export interface AlertEvent {
  readonly specversion: "1.0";
  readonly id: string;
  readonly type: "daybook.finding.v1";
  readonly source: "/daybook/insights";
  readonly subject: string;
  readonly datacontenttype: "application/json";
  readonly data: Finding;
}

export const alertOf = (finding: Finding): AlertEvent => ({
  specversion: "1.0",
  id: finding.id,
  type: "daybook.finding.v1",
  source: "/daybook/insights",
  subject: `${finding.kpi}/${finding.dimension}/${finding.segment}`,
  datacontenttype: "application/json",
  data: finding,
});

/** A receiver outside. `refused`: asking again cannot help. Throws if it may. */
export type AlertReceiver = (event: AlertEvent) => Promise<"taken" | "refused">;
