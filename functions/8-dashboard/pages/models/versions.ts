import { type Html, html } from "../../../../shared/html/html.ts";
import { card as box, table, tag } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import type { ModelsOfTask } from "../../sources/models.ts";
import type { View } from "../../view.ts";
import { modelsWords } from "./models-words.ts";

/** The newest versions of a model, each with a button that makes it answer. */
export const versions = ({ reader, format }: View, { task, versions: all, current }: ModelsOfTask): Html => {
  const words = modelsWords(reader.language);
  const isOperator = may(reader, "operator");
  return box(
    words.versions,
    table(
      words.versions,
      [
        { head: words.version },
        { head: words.family },
        { head: words.created, kind: "number" },
        { head: words.until, kind: "number", isLess: true },
        { head: words.because, kind: "wide", isLess: true },
        { head: html`<span class="unseen">${words.promote}</span>` },
      ],
      all.map(({ version, family, created, trainedUntil, because }) => [
        html`<code>${version}</code>`,
        html`<span lang="en">${family}</span>`,
        format.instant(created),
        format.date(trainedUntil),
        html`<span lang="en">${because}</span>`,
        version === current
          ? tag(words.inForce, "good")
          : isOperator &&
            html`<form method="post" action="/models/${task}/promote"><input type="hidden" name="version" value="${version}"><button>${words.promote}<span class="unseen"> ${version}</span></button></form>`,
      ]),
    ),
  );
};
