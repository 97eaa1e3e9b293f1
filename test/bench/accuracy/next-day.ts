import type { Platform } from "../../../shared/platform.ts";
import { date } from "../../../shared/sql.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import type { Protocol } from "./protocol.ts";
import { toLines } from "./spend-30d.ts";
import { spendAt } from "./spend-at.ts";

const origin = "2011-10-01";

/** Every second day with sales from the origin on: 30 days, including the rise in autumn. */
const testDates = async ({ warehouse }: Platform): Promise<readonly string[]> => {
  const days = await warehouse.query(
    "select business_date from metrics.daily_sales where dimension = 'company' and orders > 0 and business_date between @first and '2011-12-08' order by business_date",
    { first: date(origin) },
  );
  return days.map((row) => String(row["business_date"])).filter((_, index) => index % 2 === 0);
};

/** P2: spend of each customer on the next calendar day, predicted by one model for two months. */
export const nextDay = async (platform: Platform): Promise<Protocol> => {
  const tested = await spendAt(platform, loadTask("next_day_spend"), origin, await testDates(platform));
  const { promoted, trainedOn, testedOn, because, trainingSeconds } = tested;
  const value = (name: string) => promoted.scores[name] ?? Number.NaN;
  return {
    title: "P2  spend on the next calendar day (next_day_spend), Online Retail",
    facts: [
      `trained on ${trainedOn}`,
      `tested on ${testedOn}`,
      `promoted ${promoted.name} (${because}) after ${trainingSeconds.toFixed(0)} CPU seconds of training`,
    ],
    columns: [
      "mae",
      "rmse",
      "r2",
      "gini",
      "decileError",
      "bias",
      "tweedieDeviance",
      "auc",
      "brierSkill",
      "maeGivenPurchase",
    ],
    lines: toLines([tested]),
    goals: [
      { what: "Tweedie deviance of the promoted model", value: value("tweedieDeviance"), atMost: 17 },
      { what: "normalised Gini", value: value("gini"), atLeast: 0.6 },
      { what: "AUC of the chance to buy", value: value("auc"), atLeast: 0.71 },
      { what: "Brier skill of the chance to buy", value: value("brierSkill"), atLeast: 0 },
      { what: "MAE given a purchase", value: value("maeGivenPurchase"), atMost: 255 },
      { what: "CPU seconds of the training, all families", value: trainingSeconds, atMost: 120 },
    ],
  };
};
