/** How a chart writes what it shows, in the reader's language. */
export interface ChartText {
  /** An exact value, for the table and the readout. */
  readonly value: (value: number) => string;
  /** A short one, for the axis. */
  readonly tick: (value: number) => string;
  readonly day: (date: string) => string;
  /** Short, for the axis: a day, a month, or a year in January. */
  readonly dayTick: (date: string, by: "day" | "month" | "year") => string;
  readonly words: ChartWords;
}

export interface ChartWords {
  readonly showNumbers: string;
  readonly day: string;
  readonly low: string;
  readonly high: string;
  readonly nothing: string;
}
