import { sha256Of } from "../sha256.ts";
import type { DataFault } from "./explanation.ts";
import type { Finding } from "./finding.ts";

/** A CloudEvent: https://github.com/cloudevents/spec. The same news always has the same id, so a receiver can tell a repeat. */
interface AlertOf<Type extends string, Data> {
  readonly specversion: "1.0";
  readonly id: string;
  readonly type: Type;
  readonly source: "/daybook/insights";
  readonly subject: string;
  readonly datacontenttype: "application/json";
  readonly data: Data;
}

/** In the place of a finding whose data is not complete: the figure may not be what happened. */
export interface BlockedFinding {
  readonly finding: Finding;
  readonly faults: readonly DataFault[];
}

export type AlertEvent =
  | AlertOf<"daybook.finding.v1", Finding>
  | AlertOf<"daybook.data-fault.v1", BlockedFinding>;

const head = {
  specversion: "1.0",
  source: "/daybook/insights",
  datacontenttype: "application/json",
} as const;

const subjectOf = ({ kpi, dimension, segment }: Finding) => `${kpi}/${dimension}/${segment}`;

export const alertOf = (finding: Finding): AlertEvent => ({
  ...head,
  id: finding.id,
  type: "daybook.finding.v1",
  subject: subjectOf(finding),
  data: finding,
});

/** All findings that the same faults of a period block are one piece of news. */
export const faultAlertOf = (finding: Finding, faults: readonly DataFault[]): AlertEvent => ({
  ...head,
  id: sha256Of(JSON.stringify([finding.period, ...faults.map(({ kind, about }) => [kind, about])])).slice(
    0,
    16,
  ),
  type: "daybook.data-fault.v1",
  subject: subjectOf(finding),
  data: { finding, faults },
});

/** A receiver outside. `refused`: asking again cannot help. Throws if it may. */
export type AlertReceiver = (event: AlertEvent) => Promise<"taken" | "refused">;
