import { type Html, html } from "../../../../shared/html/html.ts";
import { card as box, table, tag } from "../../parts/ui.ts";
import type { ShownCard } from "../../sources/models.ts";
import type { View } from "../../view.ts";
import { modelsWords } from "./models-words.ts";
import { byRank, measuresOf } from "./scores.ts";

/** Every family and every plain rule, judged on the same days. */
export const leaderboard = ({ reader, format }: View, card: ShownCard): Html => {
  const words = modelsWords(reader.language);
  const measures = measuresOf(card);
  return box(
    words.leaderboard,
    table(
      words.leaderboard,
      [
        { head: words.family },
        ...measures.map((name) => ({ head: words.measures[name] ?? name, kind: "number" as const })),
        { head: words.seconds, kind: "number", isLess: true },
      ],
      byRank(card).map(({ family, baseline, holdout, seconds, failed }) => [
        html`<span class="row"><span lang="en"${baseline && html` class="soft"`}>${family}</span>${family === card.family && tag(words.chosen, "good")}${baseline && tag(words.rule)}${failed !== undefined && tag(words.failed, "bad")}</span>`,
        ...measures.map((name) => {
          const score = holdout[name];
          return typeof score === "number" ? scoreText(format, score) : "–";
        }),
        `${format.number(Math.round(seconds * 10) / 10)} s`,
      ]),
    ),
    words.leaderboardAbout,
  );
};

const scoreText = (format: View["format"], score: number): string =>
  Math.abs(score) >= 100 ? format.number(Math.round(score)) : format.decimals(score);
