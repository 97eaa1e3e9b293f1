import type { Finding } from "../../shared/insights/finding.ts";
import type { Cadence } from "../../shared/kpis/kpi.ts";
import type { ScriptJob, Warehouse } from "../../shared/ports.ts";
import { date, sqlFile, text, texts } from "../../shared/sql.ts";

const script = sqlFile(import.meta.url, "findings.sql");
const openSql = sqlFile(import.meta.url, "open_findings.sql");

export interface Judgement {
  readonly cadence: Cadence;
  /** The periods that were judged, by their first days. */
  readonly from: string;
  readonly to: string;
  readonly kpis: readonly string[];
  readonly findings: readonly Finding[];
}

/** The transaction that replaces what was found in these periods. */
export const replaceFindings = ({
  cadence,
  from,
  to,
  kpis,
  findings,
}: Judgement): Pick<ScriptJob, "script" | "params"> => ({
  script,
  params: {
    cadence: text(cadence),
    first_period: date(from),
    last_period: date(to),
    kpis: texts(kpis),
    ids: texts(findings.map(({ id }) => id)),
    lines: texts(findings.map(lineOf)),
  },
});

/** Most stretches have no finding, before and now: a question is cheaper than a transaction that changes nothing. */
export const changesNothing = async (
  { query }: Pick<Warehouse, "query">,
  { cadence, from, to, kpis, findings }: Judgement,
): Promise<boolean> => {
  if (findings.length > 0) return false;
  const periods = { first_period: date(from), last_period: date(to) };
  const [row] = await query(openSql, { cadence: text(cadence), ...periods, kpis: texts(kpis) });
  return Number(row?.["open_count"]) === 0;
};

/** As findings.sql reads it. Numbers are written so that they are read as the same bits. */
const lineOf = (finding: Finding): string => {
  const also = JSON.stringify(finding.also);
  const words = [
    finding.id,
    finding.kpi,
    finding.period,
    finding.dimension,
    finding.kind,
    finding.direction,
    finding.actual,
    finding.expected,
    finding.low ?? "",
    finding.high ?? "",
    finding.score,
    finding.confidence,
    finding.severity,
    finding.detectors.join(","),
    finding.asked,
    finding.money ?? "",
    finding.since,
    [...also].length,
  ];
  return `${words.join(" ")}|${also}${finding.segment}`;
};
