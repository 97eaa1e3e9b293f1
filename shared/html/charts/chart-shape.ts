import type { Described } from "./figure.ts";

/** Missing values leave a gap. */
export type Values = readonly (number | null)[];

export interface ChartLine {
  readonly name: string;
  readonly values: Values;
  /** How it looks: the figure itself, what is expected of it, or what it is compared with. */
  readonly role: "actual" | "expected" | "before";
  /** Written beside its last value. */
  readonly label?: string;
}

export interface ChartBand {
  readonly name: string;
  readonly low: Values;
  readonly high: Values;
  readonly role: "narrow" | "wide";
}

export interface ChartMark {
  readonly date: string;
  readonly value: number;
  readonly text: string;
  readonly tone: "bad" | "good" | "warn";
}

export interface TimeChart extends Described {
  readonly dates: readonly string[];
  readonly lines: readonly ChartLine[];
  readonly bands?: readonly ChartBand[];
  readonly marks?: readonly ChartMark[];
  /** Days without a value because the shop was shut: a line passes over them. Other days without one leave a gap. */
  readonly closed?: ReadonlySet<string>;
  /** The axis starts at zero unless the values would be squeezed into a corner. */
  readonly fromZero?: boolean;
  readonly height?: number;
}

export interface Day {
  /** In the chart's dates and values. */
  readonly place: number;
  /** In thousandths of the width. */
  readonly x: number;
}

export interface Scales {
  /** A share of the width, in percent. */
  readonly x: (date: string) => number;
  /** The days that lines and bands are drawn through. */
  readonly open: readonly Day[];
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
  readonly days: readonly [first: number, last: number];
}
