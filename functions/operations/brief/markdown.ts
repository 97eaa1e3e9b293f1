import type { Brief } from "./brief.ts";
import { briefContent } from "./page-content.ts";

/** The brief as Markdown, for a mail or a chat. */
export const briefMarkdown = (brief: Brief): string => {
  const { labels, title, notes, stories, figures, comparedWith, data, nextSteps } = briefContent(brief);
  const { columns } = labels;
  return [
    `# ${escaped(title)}`,
    ...notes.map(escaped),
    `## ${labels.moved}`,
    ...(stories.length === 0 ? [labels.nothingFound] : []),
    ...stories.flatMap(({ headline, paragraph, parts, change }) => [
      `### ${escaped(headline)}`,
      escaped(paragraph),
      ...(parts.length === 0
        ? []
        : [
            markdownTable(
              [labels.parts.part, labels.parts.contribution],
              [...parts.map(({ name, contribution }) => [name, contribution]), [labels.parts.change, change]],
            ),
          ]),
    ]),
    ...(nextSteps.length === 0
      ? []
      : [`## ${labels.nextSteps}`, nextSteps.map((step) => `- ${escaped(step)}`).join("\n")]),
    `## ${labels.data}`,
    data.map((line) => `- ${escaped(line)}`).join("\n"),
    `## ${labels.kpis}`,
    markdownTable(
      [columns.kpi, columns.actual, columns.usual, columns.change],
      figures.map(({ label, actual, usual, change, isFound }) => [
        label,
        actual,
        usual,
        isFound ? `${change} (${labels.unusual})` : change,
      ]),
    ),
    ...(comparedWith === "" ? [] : [`${labels.comparedWith} ${comparedWith}.`]),
  ].join("\n\n");
};

/** The first column is text, the others are numbers. */
const markdownTable = (heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  return [
    line(heads),
    `| --- |${heads
      .slice(1)
      .map(() => " ---: |")
      .join("")}`,
    ...rows.map(line),
  ].join("\n");
};

/** Text from files must not become markup, nor end a cell or a line. */
const escaped = (text: string): string =>
  text.replace(/[\r\n]+/g, " ").replace(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`);
