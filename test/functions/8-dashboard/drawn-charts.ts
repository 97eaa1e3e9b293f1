import { cellsIn, drawnIn, largestOffset, numberOf } from "./shown-chart.ts";

/** Each chart of a page, with the table below it. */
export const chartsIn = (text: string): readonly string[] =>
  [...text.matchAll(/<figure class="chart" id="[^"]*">.*?<\/figure>/gs)].map(([part]) => part);

export const idOf = (chart: string): string => /id="([^"]*)"/.exec(chart)?.[1] ?? "";

const headsIn = (chart: string): readonly string[] =>
  [...chart.matchAll(/<th scope="col"[^>]*>([^<]*)/g)].map(([, head = ""]) => head);

/** The y of each point of the small line in a KPI's card, by the KPI. */
export const sparksIn = (text: string): ReadonlyMap<string, readonly number[]> =>
  new Map(
    [
      ...text.matchAll(
        /<article class="card kpi"><h2><a href="\/metrics\/(\w+)[^"]*">.*?<svg class="spark".*?class="line actual" d="([^"]*)"/gs,
      ),
    ].map(([, kpi = "", path = ""]) => [
      kpi,
      [...path.matchAll(/[ML][\d.-]+,([\d.-]+)/g)].map(([, y]) => Number(y)),
    ]),
  );

interface Drawn {
  /** Where each mark is, in pixels or in percent of the width. */
  readonly places: readonly number[];
  /** What the table says of it. */
  readonly values: readonly number[];
}

/** How far any mark of a chart lies from where its table's number belongs, beyond what rounding the number explains. */
export const offsetOf = (chart: string): number => {
  const { places, values } = drawnOf(chart);
  const spread = Math.max(...values) - Math.min(...values);
  const perUnit = spread === 0 ? 0 : (Math.max(...places) - Math.min(...places)) / spread;
  // Two of the numbers tell the scale: three may be off by half of their last digit.
  return Math.max(0, largestOffset(places, values) - 1.5 * lastDigit(chart) * perUnit);
};

/** What the last digit of the table's numbers is worth. */
const lastDigit = (chart: string): number => {
  const decimals = cellsIn(chart).flatMap((row) =>
    row.slice(1).flatMap((cell) => (cell === "" ? [] : [/\.(\d+)/.exec(cell)?.[1]?.length ?? 0])),
  );
  return 10 ** -Math.max(0, ...decimals);
};

const drawnOf = (chart: string): Drawn => {
  if (chart.includes('class="column')) return columns(chart);
  return chart.includes('class="amount"') ? waterfall(chart) : lines(chart);
};

const known = (cells: readonly (readonly string[])[], place: number): readonly number[] =>
  cells.flatMap((row) => ((row[place] ?? "") === "" ? [] : [numberOf(row[place])]));

/** All lines and bands of a chart have one scale. Dots stand for values between two gaps. */
const lines = (chart: string): Drawn => {
  const cells = cellsIn(chart);
  const roles = [...chart.matchAll(/class="line (\w+)" d="/g)].map(([, role = ""]) => role);
  const bands = [...chart.matchAll(/class="band (\w+)" d="([^"]*)"/g)].map(([, , path = ""]) => path);
  const heads = headsIn(chart);
  if (heads.length !== 1 + roles.length + 2 * bands.length)
    throw new Error(`${idOf(chart)}: the table has ${heads.length - 1} columns of numbers`);
  const drawn: number[] = [];
  const told: number[] = [];
  const add = (ys: readonly number[], values: readonly number[]) => {
    if (ys.length !== values.length)
      throw new Error(`${idOf(chart)}: ${ys.length} points are drawn, the table has ${values.length}`);
    drawn.push(...ys);
    told.push(...values);
  };
  for (const [place, role] of roles.entries()) add(drawnIn(chart, role), known(cells, place + 1));
  for (const [place, path] of bands.entries()) {
    // Between gaps, a piece goes along the upper edge and back along the lower one.
    const pieces = path
      .split("Z")
      .map((piece) => [...piece.matchAll(/[ML][\d.-]+,([\d.-]+)/g)].map(([, y]) => Number(y)));
    const column = 1 + roles.length + 2 * place;
    add(
      pieces.flatMap((ys) => ys.slice(0, ys.length / 2)),
      known(cells, column + 1),
    );
    add(
      pieces.flatMap((ys) => ys.slice(ys.length / 2).toReversed()),
      known(cells, column),
    );
  }
  return { places: drawn, values: told };
};

/** A column reaches from zero to its value. */
const columns = (chart: string): Drawn => {
  const values = known(cellsIn(chart), 1);
  const rects = [...chart.matchAll(/class="column( down)?"[^>]* y="([\d.-]+)"[^>]* height="([\d.-]+)"/g)];
  if (rects.length !== values.length) throw new Error(`${idOf(chart)}: ${rects.length} columns are drawn`);
  const ends = rects.map(([, down, y, height]) => (down ? Number(y) + Number(height) : Number(y)));
  return { places: ends, values };
};

/** A bar of a waterfall ends at what is reached; its name says the change. */
const waterfall = (chart: string): Drawn => {
  const cells = cellsIn(chart);
  const reached = cells.map((row) => numberOf(row[2]));
  const bars = [...chart.matchAll(/<rect class="(total|up|down)" x="([\d.-]+)%"[^>]* width="([\d.-]+)%"/g)];
  if (bars.length !== reached.length) throw new Error(`${idOf(chart)}: ${bars.length} bars are drawn`);
  const ends = bars.map(([, tone, x, width]) =>
    tone === "down" ? Number(x) : Number(x) + Math.max(Number(width), 0),
  );
  const changes = cells.slice(1, -1).map((row) => numberOf(row[1]));
  const sums = reached.slice(1, -1).map((total, place) => total - (reached[place] ?? 0));
  for (const [place, change] of changes.entries())
    if (Math.abs(change - (sums[place] ?? 0)) > 0.021) throw new Error(`${idOf(chart)}: parts do not add up`);
  return { places: ends, values: reached };
};
