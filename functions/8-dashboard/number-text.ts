/**
 * Writes numbers as Intl.NumberFormat does, at a fraction of its cost: a chart of three years has five thousand of them, and
 * formatting was most of its page. What is rare, as exponents, is left to Intl.
 */
export const numberText = (
  locale: string,
  options: Intl.NumberFormatOptions,
): ((value: number) => string) => {
  const format = new Intl.NumberFormat(locale, options);
  const layouts = layoutsOf(format);
  const {
    style,
    minimumFractionDigits: least = 0,
    maximumFractionDigits: most = 0,
  } = format.resolvedOptions();
  return (value) => {
    const digits = shortestDigits(value);
    const rounded = digits && roundedTo(style === "percent" ? timesHundred(digits) : digits, most);
    if (!rounded) return format.format(value);
    const { before, after, group, decimal } = layouts[value < 0 ? 1 : 0];
    const fraction = withoutZeros(rounded.fraction, least);
    return `${before}${grouped(rounded.whole, group)}${fraction === "" ? "" : decimal}${fraction}${after}`;
  };
};

interface Layout {
  readonly before: string;
  readonly after: string;
  readonly group: string;
  readonly decimal: string;
}

/** How the locale writes a positive and a negative number, read off one of each. */
const layoutsOf = (format: Intl.NumberFormat): readonly [positive: Layout, negative: Layout] => {
  const layout = (sample: number): Layout => {
    const parts = format.formatToParts(sample);
    const isAmount = ({ type }: Intl.NumberFormatPart) =>
      ["integer", "group", "decimal", "fraction"].includes(type);
    const text = (some: readonly Intl.NumberFormatPart[]) => some.map(({ value }) => value).join("");
    const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
    return {
      before: text(parts.slice(0, parts.findIndex(isAmount))),
      after: text(parts.slice(parts.findLastIndex(isAmount) + 1)),
      group: of("group"),
      decimal: of("decimal"),
    };
  };
  return [layout(1_234_567.891), layout(-1_234_567.891)];
};

interface Digits {
  readonly whole: string;
  readonly fraction: string;
}

/** The digits that JavaScript writes, which Intl rounds, too; undefined for -0 and what is written with an exponent. */
const shortestDigits = (value: number): Digits | undefined => {
  if (!Number.isFinite(value) || Object.is(value, -0)) return undefined;
  const text = String(Math.abs(value));
  if (text.includes("e")) return undefined;
  const point = text.indexOf(".");
  return point < 0
    ? { whole: text, fraction: "" }
    : { whole: text.slice(0, point), fraction: text.slice(point + 1) };
};

const timesHundred = ({ whole, fraction }: Digits): Digits => ({
  whole: `${whole}${fraction.slice(0, 2).padEnd(2, "0")}`.replace(/^0+(?=\d)/, ""),
  fraction: fraction.slice(2),
});

/** Halves go away from zero. Undefined where a number cannot hold all the digits. */
const roundedTo = ({ whole, fraction }: Digits, most: number): Digits | undefined => {
  const kept = fraction.slice(0, most).padEnd(most, "0");
  if ((fraction[most] ?? "0") < "5") return { whole, fraction: kept };
  const next = Number(`${whole}${kept}`) + 1;
  if (!Number.isSafeInteger(next)) return undefined;
  const digits = String(next).padStart(most + 1, "0");
  return { whole: digits.slice(0, digits.length - most), fraction: digits.slice(digits.length - most) };
};

const withoutZeros = (fraction: string, least: number): string => {
  let end = fraction.length;
  while (end > least && fraction[end - 1] === "0") end--;
  return fraction.slice(0, end);
};

const grouped = (whole: string, group: string): string => {
  let text = whole.slice(-3);
  for (let end = whole.length - 3; end > 0; end -= 3)
    text = `${whole.slice(Math.max(0, end - 3), end)}${group}${text}`;
  return text;
};
