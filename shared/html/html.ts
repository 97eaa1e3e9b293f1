import { withoutControls } from "../words.ts";

/** Markup that is safe to put into a page. Only `html` makes it, which escapes every text that it is given. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Nothing and false leave no trace, so that a part of a page can depend on a condition. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly Html[];

export const html = (parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html =>
  new Html(parts.reduce((text, part, index) => text + markup(values[index - 1] ?? null) + part));

/** The same markup around each of many texts: a long table has thousands of cells, and each template costs. */
export const around = (before: Html, texts: readonly string[], after: Html): Html => {
  let all = "";
  for (const text of texts) all += before.text + escaped(text) + after.text;
  return new Html(all);
};

const markup = (value: HtmlValue): string => {
  if (typeof value === "string") return escaped(value);
  if (value instanceof Html) return value.text;
  if (value === null || value === undefined || value === false) return "";
  if (typeof value === "number") return String(value);
  let all = "";
  for (const { text } of value) all += text;
  return all;
};

const escaped = (text: string): string =>
  needsEscape.test(text) ? withoutControls(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? "") : text;

// Most texts need none, and a look is cheaper than a copy.
const needsEscape = /[&<>"'\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
