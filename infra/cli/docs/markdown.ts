import type { Dictionary } from "./dictionary.ts";

/** The dictionary as one Markdown document, with a heading for each table and one for the KPIs. */
export const dictionaryMarkdown = ({ tables, kpis }: Dictionary): string =>
  [
    "# Data dictionary",
    ...tables.map(({ name, description, columns }) =>
      [
        `## ${name}`,
        description.trim(),
        markdownTable(
          ["column", "type", "meaning", "checks"],
          columns.map((column) => [
            `\`${column.name}\``,
            column.type,
            `${column.description}${column.personal ? " (personal)" : ""}`.trim(),
            column.checks.join("; "),
          ]),
        ),
      ].join("\n\n"),
    ),
    "## KPIs",
    markdownTable(
      ["KPI", "meaning", "formula", "unit", "owner", "by"],
      kpis.map(({ name, description, formula, unit, owner, dimensions }) => [
        `\`${name}\``,
        description,
        `\`${formula}\``,
        unit,
        owner,
        dimensions.join(", "),
      ]),
    ),
    "",
  ].join("\n\n");

export const markdownTable = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => "---"), ...rows.map((row) => row.map(cell))]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
