import { undated } from "../../../../shared/contracts/path-pattern.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { heldFiles } from "../../parts/held-files.ts";
import { card, mostListed, table } from "../../parts/ui.ts";
import type { FilesReport } from "../../sources/sources.ts";
import type { View } from "../../view.ts";
import { filesWords } from "./files-words.ts";

/** What stopped by itself while everything else went on: each entry with its reason and what to do. */
export const troubles = (view: View, { unreadable, held, parked }: FilesReport): Html =>
  html`${unreadableCard(view, unreadable)}${heldFiles(view, held)}${parkedCard(view, parked)}`;

const english = (text: string): Html => html`<span lang="en">${text}</span>`;

const unreadableCard = ({ reader, format }: View, all: FilesReport["unreadable"]): Html => {
  if (all.length === 0) return html``;
  const words = filesWords(reader.language);
  return card(
    words.unreadable,
    table(
      words.unreadable,
      [{ head: words.file }, { head: words.reason, kind: "wide" }, { head: words.since, kind: "number" }],
      all
        .slice(0, mostListed)
        .map(({ name, reason, since }) => [
          html`<code class="path">${name === "" ? words.theInbox : name}</code>`,
          english(reason),
          format.instant(since),
        ]),
    ),
    words.unreadableAbout,
  );
};

const parkedCard = ({ reader, format }: View, all: FilesReport["parked"]): Html => {
  if (all.length === 0) return html``;
  const words = filesWords(reader.language);
  return card(
    words.parked,
    table(
      words.parked,
      [
        { head: words.feed },
        { head: words.day },
        { head: words.reason, kind: "wide" },
        { head: words.since, kind: "number" },
      ],
      all
        .slice(0, mostListed)
        .map(({ stage, of, date, reason, since }) => [
          english(`${stage}: ${of}`),
          date === undated ? "–" : format.date(date),
          english(reason),
          format.instant(since),
        ]),
    ),
    words.parkedAbout,
  );
};
