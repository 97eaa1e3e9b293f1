import type { Command } from "commander";
import type { UpgradePlan } from "../../../functions/upgrade.ts";
import { undated } from "../../../shared/contracts/path-pattern.ts";
import { countBy } from "../../../shared/count-by.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { counted, number } from "../../../shared/words.ts";
import type { Env } from "../../entry/environment.ts";
import type { Plan, PlannedFile } from "../../laptop/plan.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { lookBelow } from "../files-below.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { right, table } from "../terminal/table.ts";
import { hasHome } from "../with-home.ts";
import { withPlatform, withStores } from "../with-installation.ts";

export const addPlan = (program: Command): void => {
  program
    .command("plan")
    .argument("[dir]", "a folder of files, as for `run`")
    .description("show what `run` would do with a folder, and change nothing")
    .option("--upgrade", "show which days new SQL or other settings make anew, with bytes and cost")
    .addHelpText("after", examples("plan ./export", "plan ./export --json", "plan --upgrade"))
    .action(async (dir: string | undefined, { upgrade = false }: { upgrade?: boolean }, command: Command) => {
      const context = contextOf(command);
      const { env, output } = context;
      if (upgrade) return planTheUpgrade(context);
      if (dir === undefined) throw new WrongUsage("name a folder of files, or --upgrade");
      const { files, unreadable } = lookBelow(dir);
      const { planDrop } = await import("../../laptop/plan.ts");
      const progress = output.progress("reading", files.length, "files");
      const planned = await withStateIfAny(env, (state) =>
        planDrop(env, state, files, (done) => progress.update(done)),
      );
      const hidden = unreadable.map((entry) => ({ ...entry, outcome: "unreadable" as const }));
      const plan = { ...planned, files: [...planned.files, ...hidden] };
      progress.end();
      output.answer(plan, () => inWords(plan));
    });
};

const planTheUpgrade = async ({ env, output }: Context): Promise<void> => {
  const { planUpgrade } = await import("../../../functions/upgrade.ts");
  const plan = await withPlatform(env, planUpgrade);
  output.answer(plan, () => upgradeInWords(plan));
};

const upgradeInWords = ({ days, bytes, cost }: UpgradePlan): string => {
  const lines = Object.entries(days)
    .filter(([, list]) => list.length > 0)
    .map(([stage, list]) => `${stage}: ${counted(list.length, "day")}, ${list[0]} to ${list.at(-1)}`);
  if (lines.length === 0)
    return "All days were made by this version and these settings. Nothing would be made anew.";
  return [
    ...lines,
    `${number(bytes)} bytes of files; on BigQuery about ${cost.toFixed(4)} US dollars.`,
    "They are made anew in slices with the next work. Nothing was changed.",
  ].join("\n");
};

/** A folder can be planned before there is a home. */
const withStateIfAny = <Result>(
  env: Env,
  work: (state: ObjectStore | undefined) => Promise<Result>,
): Promise<Result> =>
  env.PLATFORM === "gcp" || hasHome(env) ? withStores(env, ({ state }) => work(state)) : work(undefined);

const columns = [
  ...["file", "feed", "file date", "would"],
  ...right("rows", "quarantined", "days"),
  "reason",
];

const wouldBe: Readonly<Record<PlannedFile["outcome"], string>> = {
  load: "load",
  replace: "replace",
  same: "change nothing",
  rejected: "be rejected",
  held: "be held back",
  ignored: "be ignored",
  unreadable: "fail",
};

const inWords = ({ files, daysRebuilt }: Plan): string => {
  const shown = files.filter(({ outcome }) => outcome !== "ignored");
  const ignored = files.filter(({ outcome }) => outcome === "ignored");
  const reasons = Object.entries(countBy(ignored, ({ reason = "" }) => reason));
  return paragraphs(
    shown.length > 0 && table(columns, shown.map(planRow)),
    ...reasons.map(([reason, count]) => `Ignored: ${counted(count, "file")}, ${reason}`),
    totals(files, daysRebuilt),
  );
};

const planRow = (file: PlannedFile): string[] => [
  file.name,
  file.feed ?? "",
  file.fileDate === undated ? "-" : (file.fileDate ?? ""),
  wouldBe[file.outcome],
  ...[file.rows, file.quarantined, file.days?.length].map((value) =>
    value === undefined ? "" : number(value),
  ),
  file.outcome !== "replace" && file.serving !== undefined && file.reason !== undefined
    ? `${file.reason} (generation ${file.serving} would keep serving)`
    : (file.reason ?? ""),
];

const totals = (files: readonly PlannedFile[], daysRebuilt: readonly string[]): string => {
  const sum = (of: "rows" | "quarantined") => files.reduce((total, file) => total + (file[of] ?? 0), 0);
  const loading = files.filter(({ outcome }) => outcome === "load" || outcome === "replace");
  const range = daysRebuilt.length < 2 ? daysRebuilt : [daysRebuilt[0], daysRebuilt.at(-1)];
  const kept = keptOut(files);
  if (loading.length === 0)
    return [...kept, "No file would change anything. Nothing was changed."].join("\n");
  return [
    ...kept,
    `${counted(loading.length, "file")} would load ${counted(sum("rows"), "row")}, ${number(sum("quarantined"))} of them quarantined.`,
    `${counted(daysRebuilt.length, "day")} would be rebuilt${range.length === 0 ? "" : ` (${range.join(" to ")})`}, and those that depend on their prices, rates or catalogue.`,
    "Nothing was changed.",
  ].join("\n");
};

/** Counted as `run` counts them, and `status` afterwards. */
const keptOut = (files: readonly PlannedFile[]): readonly string[] =>
  (["rejected", "held", "unreadable"] as const).flatMap((outcome) => {
    const count = files.filter((file) => file.outcome === outcome).length;
    return count === 0 ? [] : [`${counted(count, "file")} would ${wouldBe[outcome]}.`];
  });
