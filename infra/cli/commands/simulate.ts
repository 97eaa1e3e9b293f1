import { type Command, InvalidArgumentError } from "commander";
import type { Simulated, Trial } from "../../../functions/operations/findings/simulate.ts";
import { counted } from "../../../shared/words.ts";
import { contextOf, examples } from "../context.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { wholeNumber } from "../terminal/whole-number.ts";
import { findingsTable } from "../text/findings.ts";
import { withInstallation } from "../with-installation.ts";

type Options = Omit<Trial, "kpi">;

/** `kpis simulate`, below the command `kpis`. */
export const addSimulate = (kpis: Command): void => {
  kpis
    .command("simulate")
    .argument("[kpi]", "only this KPI (default: all)")
    .description("show which alerts other settings would have given in the last days; nothing is stored")
    .option("--days <n>", "how many days to look back", wholeNumber, 90)
    .option("--q <share>", "the share of false alarms among a day's alarms that is accepted", share)
    .option("--materiality <percent>", "smaller changes than this are no alarm", wholeNumber)
    .option("--minimum-volume <n>", "what rests on less is not judged", wholeNumber)
    .addHelpText("after", examples("kpis simulate", "kpis simulate order_count --days 180 --q 0.1"))
    .action(async (kpi: string | undefined, options: Options, command: Command) => {
      const context = contextOf(command);
      const { simulateFindings } = await import("../../../functions/operations/findings/simulate.ts");
      const simulated = await withInstallation(context, ({ platform }) =>
        simulateFindings(platform, { ...options, kpi }),
      );
      context.output.answer(simulated, () => inWords(simulated, options.days));
    });
};

const share = (text: string): number => {
  const value = Number(text);
  if (!(value > 0 && value <= 0.5)) throw new InvalidArgumentError("It must be above 0 and at most 0.5.");
  return value;
};

const inWords = ({ from, to, findings }: Simulated, days: number): string =>
  paragraphs(
    `With these settings you would have had ${counted(findings.length, "alert")} in the last ${days} days, from ${from} to ${to}.`,
    findings.length > 0 && findingsTable(findings),
  );
