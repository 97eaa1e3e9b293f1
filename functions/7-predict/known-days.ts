import { dayOf } from "../../shared/dates.ts";
import { Problem } from "../../shared/routes/problem.ts";
import { dayAfter } from "../../shared/serving/describe-customer.ts";
import type { Snapshot } from "../../shared/serving/read-snapshot.ts";
import type { SpendRequest } from "./api.ts";

/** Predictions further ahead of the last known day would rest on data that is too old. */
const mostDaysAhead = 7;

/** The day asked about, its distance to the last known day, and the last day that the answer may use. */
export const datesAsked = ({ manifest }: Snapshot, { date: asked }: SpendRequest) => {
  const { firstDay, asOf } = manifest;
  if (firstDay === null || asOf === null)
    throw new Problem("not-ready", "no day with a sale is known yet: drop a day's file first");
  const date = asked ?? dayAfter(asOf);
  if (date <= firstDay)
    throw new Problem(
      "wrong-date",
      `date: ${date} is before anything is known; the first day is ${firstDay}`,
    );
  const ahead = dayOf(date) - dayOf(asOf);
  if (ahead > mostDaysAhead)
    throw new Problem(
      "wrong-date",
      `date: ${date} is ${ahead} days after the last known day, ${asOf}; at most ${mostDaysAhead} can be answered. Drop the files of the days between`,
    );
  return { date, ahead, lastKnown: date > asOf ? asOf : dayAfter(date, -1) };
};
