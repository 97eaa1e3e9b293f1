import { parseArgs } from "node:util";
import type { Home } from "../../infra/laptop/home.ts";
import { nextDay } from "./accuracy/next-day.ts";
import { withOnlineRetail } from "./accuracy/online-retail.ts";
import { oracle } from "./accuracy/oracle.ts";
import { isReached, type Protocol, protocolText } from "./accuracy/protocol.ts";
import { sales } from "./accuracy/sales.ts";
import { spend30d } from "./accuracy/spend-30d.ts";

/** Backtests the models at past dates of a real company, beside every plain rule and against fixed goals. */
const onRetail: Readonly<Record<string, (home: Home) => Promise<readonly Protocol[]>>> = {
  spend_30d: async ({ platform }) => [await spend30d(platform)],
  next_day_spend: async ({ platform }) => [await nextDay(platform)],
  sales_forecast: async ({ platform }) => sales(platform),
};

const { values } = parseArgs({ options: { task: { type: "string" }, home: { type: "string" } } });
const tasks = values.task === undefined ? [...Object.keys(onRetail), "oracle"] : [values.task];
const unknown = tasks.find((name) => name !== "oracle" && !(name in onRetail));
if (unknown !== undefined)
  throw new Error(`--task ${unknown}: there are ${Object.keys(onRetail).join(", ")}, oracle`);

let lost = 0;
const say = (protocols: readonly Protocol[]) => {
  for (const protocol of protocols) console.log(`${protocolText(protocol)}\n`);
  lost += protocols.flatMap(({ goals }) => goals).filter((goal) => !isReached(goal)).length;
};
const wanted = tasks.flatMap((name) => onRetail[name] ?? []);
if (wanted.length > 0)
  await withOnlineRetail(async (home) => {
    for (const measure of wanted) say(await measure(home));
  }, values.home);
if (tasks.includes("oracle")) say([await oracle()]);
console.log(lost === 0 ? "Every goal is reached." : `${lost} goal${lost === 1 ? " is" : "s are"} lost.`);
process.exitCode = lost === 0 ? 0 : 1;
