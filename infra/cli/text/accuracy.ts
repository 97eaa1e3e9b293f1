import type { Accuracy } from "../../../functions/operations/accuracy/accuracy.ts";
import type { Errors } from "../../../functions/operations/accuracy/scores.ts";
import { amount, counted, number, percent } from "../../../shared/words.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { right, table } from "../terminal/table.ts";

export const accuracyText = (accuracy: Accuracy): string =>
  paragraphs(
    customers(accuracy),
    together(accuracy),
    reconciled(accuracy),
    company(accuracy),
    latestDays(accuracy),
    ...drift(accuracy),
  );

const shareText = (share: number | null): string => (share === null ? "-" : percent(share));
const shown = (value: number | null): string => (value === null ? "-" : amount(value));
const errors = ({ mae, rmse, r2 }: Errors): string[] => [
  amount(mae),
  amount(rmse),
  r2 === null ? "-" : r2.toFixed(3),
];

const customers = ({ spend, totals, since, knownUntil, currency }: Accuracy): string => {
  if (totals.length === 0)
    return `No predictions about customers since ${since} are stored: run \`daybook train\`; each publication after it predicts.`;
  if (spend.length === 0) {
    const [next] = totals.toSorted((a, b) => a.to.localeCompare(b.to));
    return `No prediction about customers is over yet: days are known until ${knownUntil}, the first prediction ends on ${next?.to}.`;
  }
  const rows = spend.flatMap((task) => [
    [
      task.task,
      number(task.predictions),
      `${task.origins.first} to ${task.origins.last}`,
      ...errors(task.model),
      shareText(task.bias),
      shareText(task.within80),
      shareText(task.within95),
    ],
    ["  (run-rate)", "", "", ...errors(task.runRate), "", "", ""],
  ]);
  const heads = [
    "task",
    ...right("predictions"),
    "made for days from",
    ...right("MAE", "RMSE", "R²", "bias", "within 80 %", "within 95 %"),
  ];
  return `Customers: predicted against actual spend, ${currency}\n${table(heads, rows)}`;
};

/** The newest prediction, and the newest one whose days are over. */
const together = ({ totals, currency }: Accuracy): string => {
  const chosen = [...Map.groupBy(totals, ({ task }) => task).values()].flatMap((each) => {
    const over = each.findLast(({ customersCame }) => customersCame !== null);
    return [...new Set([over, each.at(-1)])].filter((one) => one !== undefined);
  });
  if (chosen.length === 0) return "";
  const heads = [
    ...["task", "days"],
    ...right("customers", "their predictions", "actual"),
    ...right("company's forecast", "actual", "known customers' part", "scaled by"),
  ];
  const rows = chosen.map((one) => [
    one.task,
    one.from === one.to ? one.from : `${one.from} to ${one.to}`,
    number(one.customers),
    amount(one.customersTogether),
    shown(one.customersCame),
    shown(one.company),
    shown(one.companyCame),
    one.companyFromKnown === null ? "-" : `${amount(one.companyFromKnown)} (${shareText(one.knownShare)})`,
    one.factor === null ? "-" : one.factor.toFixed(3),
  ]);
  return `Side by side: the sum of the customers' predictions, and the company's forecast, ${currency}\n${table(heads, rows)}`;
};

const reconciled = ({ spend, currency }: Accuracy): string => {
  const rows = spend.flatMap(({ task, reconciled: view }) =>
    view
      ? [
          [task, number(view.predictions), "as predicted", ...errors(view.before)],
          ["", "", "scaled to the forecast", ...errors(view.after)],
        ]
      : [],
  );
  if (rows.length === 0) return "";
  const heads = ["task", ...right("predictions"), "", ...right("MAE", "RMSE", "R²")];
  return `Reconciled: errors before and after scaling the customers to the company's forecast, ${currency}\n${table(heads, rows)}`;
};

const company = ({ forecast: { byDaysAhead }, currency }: Accuracy): string => {
  if (byDaysAhead.length === 0) return "No forecast day is known yet.";
  const rows = byDaysAhead.map((each) => [
    each.ahead,
    number(each.days),
    amount(each.mae),
    shareText(each.wape),
    shareText(each.bias),
    shareText(each.within80),
    shareText(each.within95),
  ]);
  const heads = ["ahead", ...right("days", "MAE", "WAPE", "bias", "within 80 %", "within 95 %")];
  return `The company's days: forecast against sales, ${currency}\n${table(heads, rows)}`;
};

const daysShown = 14;

/** The latest forecast of each day before the day itself. */
const latestDays = ({ forecast: { days } }: Accuracy): string => {
  const last = new Map(days.map((day) => [day.business_date, day]));
  const rows = [...last.values()]
    .toSorted((a, b) => a.business_date.localeCompare(b.business_date))
    .slice(-daysShown)
    .map((day) => [
      day.business_date,
      counted(day.days_ahead, "day"),
      amount(day.predicted),
      `${amount(day.low80)} to ${amount(day.high80)}`,
      amount(day.actual),
      day.actual >= day.low80 && day.actual <= day.high80 ? "" : "outside",
    ]);
  if (rows.length === 0) return "";
  const heads = ["day", ...right("made before", "forecast", "4 in 5 times", "sales"), ""];
  return table(heads, rows);
};

const drift = ({ drift: reports }: Accuracy): string[] =>
  reports.map(({ task, version, asOf, rows, features, drifted }) => {
    const most = features
      .toSorted((a, b) => b.psi - a.psi)
      .slice(0, 5)
      .map(({ name, psi }) => `${name} ${psi.toFixed(2)}`);
    const result =
      drifted.length === 0
        ? "no important feature drifted"
        : `${drifted.join(", ")} drifted: the next training starts without waiting for the night`;
    return `Drift of ${task} (${version}), ${counted(rows, "customer")} as of ${asOf}: ${result}. Most: ${most.join(", ")} (population stability index: from 0.1 look at it, from 0.25 it is another population).`;
  });
