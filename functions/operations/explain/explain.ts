import { RejectedInput } from "../../../shared/errors.ts";
import type { Explanation } from "../../../shared/insights/explanation.ts";
import type { Finding } from "../../../shared/insights/finding.ts";
import type { Cadence, Kpi } from "../../../shared/kpis/kpi.ts";
import type { Platform } from "../../../shared/platform.ts";
import { dimensionsOf } from "../../4-analyze/causes/dimensions.ts";
import { whatIsExpected } from "../../4-analyze/causes/explain-findings.ts";
import { explainKpi } from "../../4-analyze/causes/explain-kpi.ts";
import { periodOf } from "../../4-analyze/causes/windows.ts";
import { readFindings } from "../../4-analyze/read-findings.ts";
import type { Facts } from "../../4-analyze/words/cells.ts";
import type { Language } from "../../4-analyze/words/show.ts";
import { tell } from "../../4-analyze/words/story.ts";
import { findKpi } from "../kpis/kpis.ts";

export interface ExplainRequest {
  readonly kpi: string;
  readonly day: string;
  readonly cadence?: Cadence;
  readonly by?: readonly string[];
  readonly language: Language;
}

export interface Explained {
  readonly kpi: Kpi;
  readonly explanation: Explanation;
  /** Absent if nothing was found unusual. */
  readonly finding: Finding | undefined;
  readonly story: { readonly headline: string; readonly paragraph: string; readonly nextStep: string };
}

/** Explains a KPI's value of any day, week or month, whether or not it was found unusual. */
export const explain = async (
  { warehouse, kpis, company }: Pick<Platform, "warehouse" | "kpis" | "company">,
  request: ExplainRequest,
): Promise<Explained> => {
  const kpi = findKpi(kpis, request.kpi);
  const cadence = cadenceOf(kpi, request.cadence);
  assertDimensions(kpi, request.by);
  const period = periodOf(cadence, request.day);
  const found = await readFindings(warehouse, { first: period, last: period });
  const finding = found.find(
    (each) => each.kpi === kpi.name && each.cadence === cadence && each.dimension === "all",
  );
  const explanation = await explainKpi(warehouse, {
    kpi,
    cadence,
    period,
    timeZone: company.timeZone,
    ...(request.by && { by: request.by }),
    ...(finding && whatIsExpected(finding)),
  });
  if (!explanation)
    throw new RejectedInput(
      `no ${cadence} value of ${kpi.name} is known for ${period}: the tables hold no period of that date`,
    );
  const facts: Facts = { kpi, explanation, ...(finding && { movement: finding }) };
  const { headline, paragraph, nextStep } = tell(facts, request.language, company.baseCurrency);
  const story = { headline: headline.text, paragraph: paragraph.text, nextStep: nextStep.text };
  return { kpi, explanation, finding, story };
};

const cadenceOf = ({ name, cadence }: Kpi, asked: Cadence | undefined): Cadence => {
  const own = asked ?? cadence[0];
  if (own && cadence.includes(own)) return own;
  throw new RejectedInput(`${name} is not computed ${asked}; its cadences are ${cadence.join(", ")}`);
};

const assertDimensions = (kpi: Kpi, by: readonly string[] | undefined): void => {
  const known = dimensionsOf(kpi);
  const unknown = by?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new RejectedInput(
      `${kpi.name} has no dimension "${unknown}"; its dimensions are ${known.join(", ")}`,
    );
};
