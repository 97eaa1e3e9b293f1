import type { Explanation } from "../../../shared/insights/explanation.ts";
import type { Movement } from "../../../shared/insights/finding.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import type { CellValue, Style } from "./say.ts";

/** What a story is told from. `movement` is absent if nothing was found unusual. */
export interface Facts {
  readonly kpi: Pick<Kpi, "name" | "label" | "unit" | "direction">;
  readonly explanation: Explanation;
  readonly movement?: Pick<
    Movement,
    "low" | "high" | "confidence" | "kind" | "since" | "dimension" | "segment"
  >;
}

/** Looks a cell up by its name. Throws if there is none: a text can show nothing that is not stored. */
export type Cells = (cell: string) => CellValue;

/**
 * Every value that a text may show, by name. Those with a dot stand in a column of `insights.drivers` or
 * `insights.findings`; change_percent and change_size are recomputed from two of them.
 */
export const cellsOf = (facts: Facts): Cells => {
  const all = new Map(listCells(facts).map((each) => [each.cell, each]));
  return (cell) => {
    const found = all.get(cell);
    if (!found) throw new Error(`no text can show the cell ${cell}: it is not stored`);
    return found;
  };
};

const listCells = ({ kpi, explanation, movement }: Facts): readonly CellValue[] => {
  const style = valueStyle(kpi.unit);
  return [
    {
      cell: "period",
      value: explanation.period,
      style: explanation.cadence === "monthly" ? "month" : "date",
    },
    ...valueCells(explanation, style),
    ...driverCells(explanation, style),
    ...faultCells(explanation),
    ...offsetCells(explanation),
    ...(movement ? movementCells(movement, style) : []),
  ];
};

/** From 5 % to 6 % are one point and twenty percent: points leave no doubt. */
const differenceStyle = (style: Style): Style => (style === "share" ? "points" : style);

const valueStyle = (unit: Kpi["unit"]): Style => unit;

const valueCells = ({ actual, expected, change }: Explanation, style: Style): readonly CellValue[] => [
  ...(actual === null ? [] : [{ cell: "actual", value: actual, style }]),
  ...(expected === null ? [] : [{ cell: "expected", value: expected, style }]),
  ...(change === null
    ? []
    : [{ cell: "change_size", value: withoutSign(change), style: differenceStyle(style) }]),
  ...(change === null || expected === null || Number(expected) === 0
    ? []
    : [
        {
          cell: "change_percent",
          value: Math.abs(Number(change) / Number(expected)),
          style: "percent" as const,
        },
      ]),
];

const withoutSign = (decimal: string): string => decimal.replace(/^-/, "");

const factorStyles: Readonly<Record<string, Style>> = {
  customers: "count",
  orders_per_customer: "ratio",
  items_per_order: "ratio",
  price_per_item: "money",
};

const driverCells = ({ drivers }: Explanation, style: Style): readonly CellValue[] =>
  drivers.flatMap((driver) => {
    const name = `drivers.${driver.split}.${driver.place}`;
    const own = driver.kind === "factor" ? (factorStyles[driver.where[0]?.value ?? ""] ?? style) : style;
    const value = (column: "actual" | "expected", shown: Style) =>
      driver[column] === null ? [] : [{ cell: `${name}.${column}`, value: driver[column], style: shown }];
    return [
      ...value("actual", own),
      ...value("expected", own),
      ...(driver.contribution === null
        ? []
        : [
            {
              cell: `${name}.contribution_size`,
              value: withoutSign(driver.contribution),
              style: differenceStyle(style),
            },
          ]),
      ...driver.where.map(({ value: member }, index) => ({
        cell: `${name}.where.${index + 1}`,
        value: member,
        style: "name" as const,
      })),
    ];
  });

const faultCells = ({ faults }: Explanation): readonly CellValue[] =>
  faults.flatMap(({ kind, actual, usual, about }, index) => {
    const style: Style = kind === "short_file" ? "time" : "count";
    const name = `faults.${index + 1}`;
    return [
      { cell: `${name}.actual`, value: actual, style },
      { cell: `${name}.usual`, value: usual, style },
      { cell: `${name}.about`, value: about ?? "", style: isDay(about) ? "date" : "name" },
    ];
  });

const isDay = (text: string | null): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");

const offsetCells = ({ offsets }: Explanation): readonly CellValue[] =>
  offsets.flatMap(({ order, cancellation, customer, product, quantity, amount }, index) => {
    const name = `offsets.${index + 1}`;
    return [
      { cell: `${name}.order`, value: order, style: "name" },
      { cell: `${name}.cancellation`, value: cancellation, style: "name" },
      { cell: `${name}.customer`, value: customer ?? "", style: "name" },
      { cell: `${name}.product`, value: product, style: "name" },
      { cell: `${name}.quantity`, value: quantity, style: "count" },
      { cell: `${name}.amount`, value: amount, style: "money" },
    ];
  });

const movementCells = (
  { low, high, confidence, since, segment }: NonNullable<Facts["movement"]>,
  style: Style,
): readonly CellValue[] => [
  { cell: "findings.since", value: since, style: "date" },
  { cell: "findings.segment", value: segment, style: "name" },
  ...(low === null ? [] : [{ cell: "findings.low", value: low, style }]),
  ...(high === null ? [] : [{ cell: "findings.high", value: high, style }]),
  { cell: "findings.confidence", value: confidence, style: "count" },
];
