import { join } from "node:path";
import { periodsScript, redoScript, valuesQueries } from "../../functions/3-aggregate/kpis/print-script.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { loadKpis } from "../../shared/kpis/load-kpis.ts";
import { root } from "./catalogue.ts";

const feeds = loadFeeds();
const builtIn = loadKpis(undefined, feeds);
/** They read raw rows, and use what the built-in ones do not. */
const ofSeed = loadKpis(join(root, "test/insight/seed-kpis"), feeds);

const parameters =
  "-- @daily array<date>, @weekly array<date>, @monthly array<date>, @period_from date, @period_to date, @read_days array<date>, @read_from date, @read_to date, @file_dates array<date>, @kpis array<string>";

/** The SQL that aggregate prints from KPIs, with its parameters declared as in a file. */
export const kpiScripts: Readonly<Record<string, string>> = {
  "the calendar": periodsScript,
  "the built-in KPIs": `${parameters}\n${redoScript(builtIn, feeds)}`,
  "the seed's KPIs": `${parameters}\n${redoScript(ofSeed, feeds)}`,
  "a query for the values": valuesQueries([...builtIn, ...ofSeed], feeds).join(";\n"),
};
