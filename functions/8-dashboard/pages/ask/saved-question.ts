import { z } from "zod";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { SavedParameter, SavedQuery } from "../../../../shared/query/saved-queries.ts";
import { card, select } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { askWords } from "./ask-words.ts";
import { type AskQuery, fieldOf } from "./asked.ts";

/** A saved question with a field for each of its parameters. */
export const savedQuestion = (
  { reader }: View,
  { name, about, sql, parameters }: SavedQuery,
  given: AskQuery["given"],
): Html => {
  const words = askWords(reader.language);
  return card(
    titleOf(name),
    html`<form class="stack" action="/ask#answer"><input type="hidden" name="saved" value="${name}"><div class="controls">${parameters.map((parameter) => field(parameter, given.get(parameter.name)))}<button class="main">${words.ask}</button></div><details><summary>${words.statement}</summary><pre class="scroll" tabindex="0"><code>${sql.trim()}</code></pre></details></form>`,
    html`<span lang="en">${about}</span>`,
  );
};

/** `sales_by_day` as a heading. */
export const titleOf = (name: string): string => {
  const words = name.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

const field = ({ name, type, fallback = "" }: SavedParameter, given = ""): Html => {
  const id = fieldOf(name);
  const isDay = type === "DATE";
  // A field for days shows nothing else, and the browser complains of it. The answer says what was wrong.
  const usable = given !== "" && (!isDay || z.iso.date().safeParse(given).success);
  const value = usable ? given : fallback;
  const label = html`<span lang="en">${titleOf(name)}</span>`;
  if (type === "BOOL")
    return select(
      id,
      titleOf(name),
      [
        ["true", "true"],
        ["false", "false"],
      ],
      value,
    );
  // No `type="number"`: a browser sends nothing where it finds a fault, and says less than the answer does.
  const kind = isDay ? html` type="date"` : type === "STRING" ? "" : html` inputmode="decimal"`;
  return html`<label for="${id}">${label}<input id="${id}" name="${id}" value="${value}" maxlength="200" autocomplete="off"${kind}></label>`;
};
