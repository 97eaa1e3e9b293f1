/**
 * How far what a page writes lies from a figure, beyond what rounding to the shown digits explains: 0 if it says the same.
 * In English; a percentage says a share.
 */
export const off = (shown: string | undefined, value: unknown): number => {
  const text = (shown ?? "").replaceAll("−", "-").replaceAll(/[^\d.%-]/g, "");
  const scale = text.endsWith("%") ? 100 : 1;
  const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  const digits = text.replace("%", "");
  if (digits === "" || digits === "-") return Number.NaN;
  const distance = Math.abs(Number(digits) - scale * Number(value));
  return Math.max(0, distance - 0.5 * 10 ** -decimals - 1e-6);
};

/** The value of each card with a figure, by the address that it links to. */
export const cardsIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [
      ...text.matchAll(
        /<article class="card kpi"><h2><a href="([^"]*)">.*?<\/h2><p class="value">([^<]*)<\/p>/gs,
      ),
    ].map(([, href = "", value = ""]) => [href.replaceAll("&amp;", "&"), value]),
  );

export const factIn = (text: string, name: string): string | undefined =>
  new RegExp(`<dt>${name}</dt><dd>(?:<[^>]*>)*([^<]*)`).exec(text)?.[1];
