import { resolve } from "node:path";
import type { Command } from "commander";
import { counted } from "../../../shared/words.ts";
import { readEnvWith } from "../../entry/environment.ts";
import { contextOf, examples, refuseProject } from "../context.ts";
import { readHomeSettings, writeHomeSettings } from "../home-settings.ts";
import { assertHome, withHome } from "../with-home.ts";

interface SettingsOptions {
  readonly baseCurrency?: string;
  readonly timeZone?: string;
  readonly useContracts?: string;
}

export const addSettings = (program: Command): void => {
  program
    .command("settings")
    .description("show what a home keeps, or change it for good and make all days anew")
    .option("--base-currency <code>", "the currency of all figures, such as EUR")
    .option("--time-zone <zone>", "the zone of the business day, such as Europe/Paris")
    .option("--use-contracts <dir>", "the folder of contracts that replaces the built-in ones")
    .addHelpText("after", examples("--home ./shop settings", "--home ./shop settings --base-currency EUR"))
    .action(async (options: SettingsOptions, command: Command) => {
      refuseProject(command, "a deployment's settings are variables of its Terraform");
      const { env, output } = contextOf(command);
      assertHome(env);
      const before = readHomeSettings(env.DAYBOOK_HOME) ?? {
        baseCurrency: env.DAYBOOK_BASE_CURRENCY,
        timeZone: env.DAYBOOK_TIME_ZONE,
      };
      const { baseCurrency = before.baseCurrency, timeZone = before.timeZone, useContracts } = options;
      const contracts = useContracts === undefined ? before.contracts : resolve(useContracts);
      const settings = { baseCurrency, timeZone, ...(contracts === undefined ? {} : { contracts }) };
      const changed = readEnvWith((variables) => ({
        ...variables,
        PLATFORM: "local",
        DAYBOOK_HOME: env.DAYBOOK_HOME,
        DAYBOOK_BASE_CURRENCY: baseCurrency,
        DAYBOOK_TIME_ZONE: timeZone,
        DAYBOOK_CONTRACTS: contracts,
      }));
      if (JSON.stringify(settings) === JSON.stringify(before))
        return output.answer({ ...settings, days: 0 }, () => inWords(settings, undefined));
      // Kept first: if the work stops here, the next command goes on with it.
      writeHomeSettings(env.DAYBOOK_HOME, settings);
      const days = await withHome(changed, {}, async (home) => {
        const outdated = await home.daysToUpgrade();
        await home.recover();
        await home.settle();
        return outdated.length;
      });
      output.answer({ ...settings, days }, () => inWords(settings, days));
    });
};

const inWords = (
  { baseCurrency, timeZone, contracts }: { baseCurrency: string; timeZone: string; contracts?: string },
  days: number | undefined,
): string =>
  [
    `Base currency  ${baseCurrency}`,
    `Time zone      ${timeZone}`,
    `Contracts      ${contracts ?? "built in"}`,
    ...(days === undefined ? [] : [`${counted(days, "day")} made anew.`]),
  ].join("\n");
