import { CompanyOptions, generateCompany } from "../../infra/laptop/synthetic/company.ts";

/** How fast a year of a mid-sized company is made: a million transaction lines, thrown away as they come. */
const options = CompanyOptions.parse({
  days: 400,
  linesPerDay: 2500,
  customers: 5000,
  products: 1000,
  stores: 12,
});
const started = performance.now();
let lines = 0;
let bytes = 0;
for (const { name, text } of generateCompany(options)) {
  bytes += text.length;
  if (name.startsWith("transactions/")) lines += countLines(text) - 1;
}
const seconds = (performance.now() - started) / 1000;
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(
  `${lines} lines, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(2)} s: ` +
    `${Math.round(lines / seconds)} lines/s, ${peakMb.toFixed(0)} MB resident at most`,
);

/** Reads the text once: the joined string is only put together when somebody does. */
function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
