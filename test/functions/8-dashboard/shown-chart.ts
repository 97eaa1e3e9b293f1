/** The part of a page that shows one chart. */
export const chartIn = (text: string, id: string): string =>
  new RegExp(`<figure class="chart" id="${id}">.*?</figure>`, "s").exec(text)?.[0] ?? "";

/** The cells of the first table in a part of a page, without what is not text. */
export const cellsIn = (part: string): readonly (readonly string[])[] =>
  [...part.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .slice(1)
    .map(([, row = ""]) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) =>
        cell.replaceAll(/<[^>]*>/g, ""),
      ),
    );

/** The table of a page that has this name. */
export const tableIn = (text: string, name: string): readonly (readonly string[])[] =>
  cellsIn(text.slice(text.indexOf(`aria-label="${name}"`)).split("</table>")[0] ?? "");

/** An amount as a page in English writes it. */
export const numberOf = (cell: string | undefined): number =>
  Number((cell ?? "").replaceAll("−", "-").replaceAll(/[^\d.-]/g, ""));

/** The y of each point of a line, as it is drawn. */
export const drawnIn = (part: string, role: string): readonly number[] => {
  const path = new RegExp(`class="line ${role}" d="([^"]*)"`).exec(part)?.[1] ?? "";
  return [...path.matchAll(/[ML][\d.-]+,([\d.-]+)/g)].map(([, y]) => Number(y));
};

/** How far any point lies from where its value belongs: y falls linearly with the value. */
export const largestOffset = (ys: readonly number[], values: readonly number[]): number => {
  const [least, most] = [values.indexOf(Math.min(...values)), values.indexOf(Math.max(...values))];
  const at = (place: number) => [ys[place] ?? Number.NaN, values[place] ?? Number.NaN] as const;
  const [[y0, v0], [y1, v1]] = [at(least), at(most)];
  return Math.max(
    ...values.map((value, place) =>
      Math.abs((ys[place] ?? Number.NaN) - (y0 + ((y1 - y0) * (value - v0)) / (v1 - v0))),
    ),
  );
};
