import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DropReport } from "../../functions/operations/drop/drop-report.ts";
import { filesBelow } from "../cli/files-below.ts";
import type { Output } from "../cli/terminal/output.ts";
import { type DropTally, dropAll } from "./drop-all.ts";

import type { Home } from "./home.ts";
import { CompanyOptions } from "./synthetic/options.ts";
import { writeCompany } from "./synthetic/write-company.ts";

/** True for a home that holds nothing, or whose demo was cut short. */
export const needsDemo = async ({ platform }: Home): Promise<boolean> =>
  existsSync(unfinishedIn(platform.home)) || (await platform.landing.list("")).length === 0;

// Five months: with less, the month that a customer's prediction is about leaves too little to learn from.
const demoDays = 160;

/** Makes a company and loads it. Made again after an interruption it is the same one, and what is there already stays. */
export const loadDemo = async (home: Home, tally: DropTally, output: Output): Promise<DropReport> => {
  const folder = folderIn(home.platform.home);
  mkdirSync(folder, { recursive: true });
  writeFileSync(unfinishedIn(home.platform.home), "");
  const company = CompanyOptions.parse({ days: demoDays });
  const writing = output.progress("making a demo company", company.days, "days");
  writeCompany(company, folder, (day) => writing.update(day));
  writing.end();
  // What no contract wants yet (the credit feeds) stays in the folder only.
  const files = filesBelow(folder).filter(({ name }) => !name.startsWith("credit/"));
  tally.progress = output.progress("loading it", files.length, "files");
  const report = await dropAll(home, files, tally);
  rmSync(unfinishedIn(home.platform.home));
  return report;
};

const folderIn = (home: string): string => join(home, "demo");
const unfinishedIn = (home: string): string => join(folderIn(home), ".unfinished");
