import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dayOf } from "../../../shared/dates.ts";
import { type CompanyOptions, generateCompany } from "./company.ts";

/** Returns how much was written; the lines are those of transaction files, without headers. */
export const writeCompany = (options: CompanyOptions, folder: string, onDay: (day: number) => void) => {
  const written = { files: 0, bytes: 0, lines: 0 };
  for (const { name, text } of generateCompany(options)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    written.files += 1;
    written.bytes += Buffer.byteLength(text);
    const date = /^transactions\/(\d{4}-\d{2}-\d{2})/.exec(name)?.[1];
    if (date === undefined) continue;
    written.lines += (text.match(/\n/g)?.length ?? 1) - 1;
    onDay(dayOf(date) - dayOf(options.from) + 1);
  }
  onDay(options.days);
  return written;
};
