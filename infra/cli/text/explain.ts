import type { Explained } from "../../../functions/operations/explain/explain.ts";
import { decimalText, nano, total } from "../../../shared/decimal.ts";
import type { Driver, SplitName } from "../../../shared/insights/explanation.ts";
import { percent } from "../../../shared/words.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { facts, right, table } from "../terminal/table.ts";

/** For programs: the explanation, the finding if there is one, and the story. */
export const explainAnswer = ({ explanation, finding, story }: Explained) => ({
  ...explanation,
  finding: finding?.id ?? null,
  story,
});

export const explainText = ({ explanation, finding, story }: Explained): string => {
  const { actual, expected, change, state, comparedWith, drivers } = explanation;
  const splits = [...Map.groupBy(drivers, ({ split }) => split)];
  return paragraphs(
    story.headline,
    facts([
      ["actual", actual ?? "none"],
      ["expected", expected ?? "unknown"],
      ["change", change ?? "unknown"],
      state !== "complete" && (["period", state] as const),
      finding !== undefined &&
        (["finding", `${finding.id}, ${finding.severity}, confidence ${finding.confidence}`] as const),
      comparedWith.length > 0 && (["compared with", comparedWith.join(", ")] as const),
    ]),
    ...splits.map(([split, own]) => `${titles[split]}\n${driverTable(own)}`),
    story.paragraph,
    story.nextStep,
  );
};

const titles: Readonly<Record<SplitName, string>> = {
  segments: "By parts of the business",
  mix_rate: "By weight (mix) and own figure (rate) of the parts",
  factors: "By factors of sales",
};

/** With the sum below, so that a reader sees that the parts add up to the change. */
const driverTable = (drivers: readonly Driver[]): string => {
  const parts = drivers.flatMap(({ contribution }) => (contribution === null ? [] : [nano(contribution)]));
  const sum = parts.length === 0 ? [] : [["", "together", "", "", decimalText(total(parts)), "", ""]];
  return table(
    ["", "part", ...right("actual", "expected", "contribution", "share", "z")],
    [...drivers.map(rowOf), ...sum],
  );
};

/** "segment country Germany"; an order, a customer, a product or a factor says itself what it is. */
const partName = (kind: Driver["kind"], where: Driver["where"]): string => {
  const members = where.map(({ dimension, value }) =>
    dimension === "factor" ? value : `${dimension} ${value}`,
  );
  const isNamed = kind === "factor" || where.some(({ dimension }) => dimension === kind);
  return [...(isNamed ? [] : [kind]), members.join(", ")].join(" ").trim();
};

const rowOf = ({
  place,
  kind,
  where,
  actual,
  expected,
  contribution,
  share,
  z,
}: Driver): readonly string[] => [
  String(place),
  partName(kind, where),
  actual ?? "",
  expected ?? "",
  contribution ?? "does not add up",
  share === null ? "" : percent(share),
  z === null ? "" : z.toFixed(1),
];
