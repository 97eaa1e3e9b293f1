import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DropReport } from "../../functions/operations/drop/drop-report.ts";
import { dayOf, isoDate } from "../../shared/dates.ts";
import { filesBelow } from "../cli/files-below.ts";
import type { Output } from "../cli/terminal/output.ts";
import { type DropTally, dropAll } from "./drop-all.ts";
import type { Home } from "./home.ts";
import { hasInboxFiles } from "./inbox/open-inbox.ts";
import { writeCompany } from "./synthetic/company.ts";
import { CompanyOptions } from "./synthetic/options.ts";

/** True for an empty home into whose inbox nobody has put a file, and for one whose demo was interrupted. */
export const needsDemo = async ({ platform }: Home): Promise<boolean> =>
  existsSync(unfinishedMark(platform.home)) ||
  ((await platform.landing.list("")).length === 0 && !hasInboxFiles(platform.home));

// Five months: with fewer days, too few remain to learn from before the month that is predicted.
const demoDays = 160;

/** Makes a company and loads it. After an interruption it makes the same one again; files that are loaded stay. */
export const loadDemo = async (home: Home, tally: DropTally, output: Output): Promise<DropReport> => {
  const folder = demoFolder(home.platform.home);
  mkdirSync(folder, { recursive: true });
  const company = CompanyOptions.parse({ days: demoDays, from: firstDay(home.platform) });
  const writing = output.progress("making a demo company", company.days, "days");
  writeCompany(company, folder, (day) => writing.update(day));
  writing.end();
  // The trade business takes as long to learn as the shops: whoever wants to see it loads it.
  const files = filesBelow(folder).filter(({ name }) => !name.startsWith("credit/"));
  tally.progress = output.progress("loading it", files.length, "files");
  const report = await dropAll(home, files, tally);
  rmSync(unfinishedMark(home.platform.home));
  return report;
};

/** Where the files lie that the demo leaves to whoever wants them. */
export const demoCreditFolder = (home: string): string => join(demoFolder(home), "credit");

/** The company's last day is yesterday, as if it had always sent its files. One that was interrupted goes on with its own. */
const firstDay = ({ home, clock }: Home["platform"]): string => {
  const mark = unfinishedMark(home);
  const begun = existsSync(mark) ? readFileSync(mark, "utf8") : "";
  const from = begun === "" ? isoDate(dayOf(clock.now().toISOString().slice(0, 10)) - demoDays) : begun;
  writeFileSync(mark, from);
  return from;
};

const demoFolder = (home: string): string => join(home, "demo");
const unfinishedMark = (home: string): string => join(demoFolder(home), ".unfinished");
