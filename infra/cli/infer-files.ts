import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Draft } from "../../functions/operations/contract/draft.ts";
import type { DateOrder } from "../../functions/operations/contract/guess-dates.ts";
import type { Inference } from "../../functions/operations/contract/infer.ts";
import type { LocalFile } from "../../functions/operations/drop/drop-report.ts";
import { type Env, isGiven } from "../entry/environment.ts";
import { privateFolder } from "../local/private-folder.ts";
import type { Context } from "./context.ts";
import { WrongUsage } from "./entry-point.ts";
import { hasHome } from "./with-home.ts";

export const dateOrder = (text: string | undefined): DateOrder | undefined => {
  if (text === undefined || text === "dmy" || text === "mdy") return text;
  throw new WrongUsage(`--dates ${text}: it is dmy (day first) or mdy (month first)`);
};

/**
 * Drafts contracts for the files, keeps them in the home, and says what was decided. Returns what to load them with: a new
 * home counts in the currency of the files unless another was asked for.
 */
export const inferForHome = async (
  { env, output }: Context,
  files: readonly LocalFile[],
  order: DateOrder | undefined,
): Promise<{ readonly env: Env; readonly files: readonly LocalFile[] }> => {
  if (env.DAYBOOK_CONTRACTS !== undefined)
    throw new WrongUsage("--infer drafts the home's own contracts, which --contracts would replace");
  const { inferContracts } = await import("../../functions/operations/contract/infer.ts");
  const { homeContracts } = await import("../local/home-feeds.ts");
  const inference = await inferContracts(files, { baseCurrency: env.DAYBOOK_BASE_CURRENCY, order });
  if (inference.drafts.length === 0) throw new WrongUsage(inferenceText(inference));
  const folder = homeContracts(env.DAYBOOK_HOME);
  const isNew = !hasHome(env);
  privateFolder(env.DAYBOOK_HOME);
  mkdirSync(folder, { recursive: true });
  for (const { feed, yaml } of inference.drafts) writeFileSync(join(folder, `${feed}.yaml`), yaml);
  output.note(`${inferenceText(inference)}\n\nThe contracts are in ${folder}; change them there.\n`);
  const loaded = new Set(inference.drafts.flatMap((draft) => draft.files));
  const currency = inference.drafts.find((draft) => draft.currency !== undefined)?.currency;
  const asked = isGiven("DAYBOOK_BASE_CURRENCY");
  return {
    env: isNew && !asked && currency !== undefined ? { ...env, DAYBOOK_BASE_CURRENCY: currency } : env,
    files: files.filter(({ name }) => loaded.has(name)),
  };
};

export const inferenceText = ({ drafts, unread }: Inference): string =>
  [
    ...drafts.map(draftText),
    ...unread.map(
      ({ files, reason }) =>
        `Not loaded: ${files.slice(0, 5).join(", ")}${files.length > 5 ? `, … (${files.length} files)` : ""}\n  ${reason}`,
    ),
  ].join("\n\n");

const draftText = ({ feed, decided, unsure }: Draft): string =>
  [
    `These files are ${feed}:`,
    ...decided.map((line) => `  ${line}`),
    ...unsure.map((line) => `  NOT SURE: ${line}`),
  ].join("\n");
