import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { privateFolder } from "../local/private-folder.ts";
import { WrongUsage } from "./entry-point.ts";

/** What a home was made with. It goes on with it, whatever the environment of a later command lacks. */
const HomeSettings = z.object({
  baseCurrency: z.string(),
  timeZone: z.string(),
  /** The folder of contracts that replaces the built-in ones. */
  contracts: z.string().optional(),
});
export type HomeSettings = z.infer<typeof HomeSettings>;

type Variables = Readonly<Record<string, string | undefined>>;

const fileIn = (home: string): string => join(home, "settings.json");

export const readHomeSettings = (home: string): HomeSettings | undefined => {
  const file = fileIn(home);
  if (!existsSync(file)) return undefined;
  const parsed = HomeSettings.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  throw new Error(
    `${file} is damaged: write {"baseCurrency": "GBP", "timeZone": "Europe/London"} into it, with this home's values`,
  );
};

export const writeHomeSettings = (home: string, settings: HomeSettings): void => {
  privateFolder(home);
  writeFileSync(`${fileIn(home)}.new`, `${JSON.stringify(settings, undefined, 2)}\n`);
  renameSync(`${fileIn(home)}.new`, fileIn(home));
};

/** Fills what the environment leaves open from the home. Throws if it says otherwise: tables would mix both. */
export const withHomeSettings = (variables: Variables): Variables => {
  if ((variables["PLATFORM"] ?? "local") !== "local") return variables;
  const home = variables["DAYBOOK_HOME"] ?? ".daybook";
  const kept = readHomeSettings(home);
  if (!kept) return variables;
  const {
    DAYBOOK_BASE_CURRENCY: currency,
    DAYBOOK_TIME_ZONE: zone,
    DAYBOOK_CONTRACTS: contracts,
  } = variables;
  const refuse = (what: string, is: string, given: string, option: string) =>
    new WrongUsage(
      `the home ${home} keeps its ${what}, ${is}, but ${given} was given: nothing was done. Leave it out to go on with ${is}. To change it for good, and have all days made anew: npm run daybook -- --home ${home} settings ${option} ${given}`,
    );
  if (currency !== undefined && currency !== kept.baseCurrency)
    throw refuse("base currency", kept.baseCurrency, currency, "--base-currency");
  if (zone !== undefined && zone !== kept.timeZone)
    throw refuse("time zone", kept.timeZone, zone, "--time-zone");
  if (contracts !== undefined && kept.contracts !== undefined && resolve(contracts) !== kept.contracts)
    throw refuse("contracts", kept.contracts, contracts, "--use-contracts");
  return {
    ...variables,
    DAYBOOK_BASE_CURRENCY: kept.baseCurrency,
    DAYBOOK_TIME_ZONE: kept.timeZone,
    DAYBOOK_CONTRACTS: contracts ?? kept.contracts,
  };
};

/** Called when a home is opened to work on it: what it was made with is kept from then on. */
export const keepSettings = (env: {
  readonly DAYBOOK_HOME: string;
  readonly DAYBOOK_BASE_CURRENCY: string;
  readonly DAYBOOK_TIME_ZONE: string;
  readonly DAYBOOK_CONTRACTS?: string | undefined;
}): void => {
  const contracts = env.DAYBOOK_CONTRACTS === undefined ? undefined : resolve(env.DAYBOOK_CONTRACTS);
  const kept = readHomeSettings(env.DAYBOOK_HOME);
  if (kept && (kept.contracts === contracts || contracts === undefined)) return;
  const { DAYBOOK_BASE_CURRENCY: baseCurrency, DAYBOOK_TIME_ZONE: timeZone } = env;
  writeHomeSettings(env.DAYBOOK_HOME, {
    baseCurrency,
    timeZone,
    ...(contracts === undefined ? {} : { contracts }),
  });
};
