import type { Command } from "commander";
import type {
  QuarantineFilter,
  QuarantineList,
} from "../../../functions/operations/quarantine/quarantine.ts";
import { counted, number, shortened } from "../../../shared/words.ts";
import { contextOf, examples } from "../context.ts";
import { right, table } from "../terminal/table.ts";
import { wholeNumber } from "../terminal/whole-number.ts";
import { withInstallation } from "../with-installation.ts";

export const addQuarantineList = (quarantine: Command): void => {
  quarantine
    .command("list")
    .description("list the rows in quarantine, with file, line, value and rule")
    .option("--feed <feed>", "only rows of this feed")
    .option("--rule <rule>", "only rows that broke this rule, such as duplicate or type")
    .option("--file <name>", "only rows of this file")
    .option("--limit <n>", "how many rows to show; 0 for all", wholeNumber, 20)
    .addHelpText("after", examples("quarantine list --feed transactions --limit 0"))
    .action(async (filter: QuarantineFilter, command: Command) => {
      const context = contextOf(command);
      const { listQuarantine } = await import("../../../functions/operations/quarantine/quarantine.ts");
      const found = await withInstallation(context, ({ platform }) => listQuarantine(platform, filter));
      context.output.answer(found, () => inWords(found));
    });
};

const columns = ["day", "feed", "rule", "file", ...right("line"), "column", "value", "message"];

/** The fields of a row, in the order of the columns. */
const fields = ["day", "feed", "rule", "file", "line", "column_name", "value", "message"];

const inWords = ({ total, rows }: QuarantineList): string => {
  if (total === 0) return "Nothing is in quarantine.";
  const cells = rows.map((row) => fields.map((field) => shortened(String(row[field] ?? ""), 80)));
  const more = rows.length < total ? "; --limit 0 shows all" : "";
  return `${table(columns, cells)}\n\n${number(rows.length)} of ${counted(total, "row")}${more}`;
};
