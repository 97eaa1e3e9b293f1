import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DropReport } from "../../functions/operations/drop/drop-report.ts";
import { filesBelow } from "../cli/files-below.ts";
import type { Output } from "../cli/terminal/output.ts";
import { type DropTally, dropAll } from "./drop-all.ts";
import type { Home } from "./home.ts";
import { writeCompany } from "./synthetic/company.ts";
import { CompanyOptions } from "./synthetic/options.ts";

/** True for an empty home, and for one whose demo was interrupted. */
export const needsDemo = async ({ platform }: Home): Promise<boolean> =>
  existsSync(unfinishedMark(platform.home)) || (await platform.landing.list("")).length === 0;

// Five months: with fewer days, too few remain to learn from before the month that is predicted.
const demoDays = 160;

/** Makes a company and loads it. After an interruption it makes the same one again; files that are loaded stay. */
export const loadDemo = async (home: Home, tally: DropTally, output: Output): Promise<DropReport> => {
  const folder = demoFolder(home.platform.home);
  mkdirSync(folder, { recursive: true });
  writeFileSync(unfinishedMark(home.platform.home), "");
  const company = CompanyOptions.parse({ days: demoDays });
  const writing = output.progress("making a demo company", company.days, "days");
  writeCompany(company, folder, (day) => writing.update(day));
  writing.end();
  // No contract describes the credit feeds yet: they stay in the folder.
  const files = filesBelow(folder).filter(({ name }) => !name.startsWith("credit/"));
  tally.progress = output.progress("loading it", files.length, "files");
  const report = await dropAll(home, files, tally);
  rmSync(unfinishedMark(home.platform.home));
  return report;
};

const demoFolder = (home: string): string => join(home, "demo");
const unfinishedMark = (home: string): string => join(demoFolder(home), ".unfinished");
