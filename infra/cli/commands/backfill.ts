import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { Backfilled } from "../../../functions/operations/backfill/backfill.ts";
import type { BackfillPlan } from "../../../functions/operations/backfill/plan.ts";
import type { Installation } from "../../../functions/operations/installation.ts";
import { counted, megabytes, number, tallied } from "../../../shared/words.ts";
import type { BackfillSource } from "../backfill-files.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { facts, right, table } from "../terminal/table.ts";
import { hasHome, withHome } from "../with-home.ts";
import { withInstallation } from "../with-installation.ts";

interface BackfillOptions {
  readonly rate: number;
  readonly dryRun?: boolean;
  readonly inBucket?: boolean;
}

export const addBackfill = (program: Command, exit: (code: number) => void): void => {
  program
    .command("backfill")
    .argument("<folder|prefix>", "a folder of files, or the prefix of files that are in the bucket")
    .description(
      "load years of files at a steady pace; shows first which jobs, quotas and cost that takes on Google Cloud",
    )
    .option("--rate <files>", "files a second", perSecond, 50)
    .option(
      "--in-bucket",
      "take the argument as a prefix in the bucket, even if there is a folder of that name",
    )
    .option("--dry-run", "show the plan, and change nothing")
    .addHelpText(
      "after",
      `${examples("backfill ./ten-years --dry-run", "backfill transactions/2019 --rate 20")}

If the command is stopped (Ctrl+C, a crash), run it again: it continues. The tables are rebuilt once for each 3,000
partitions, not for each file. A folder's files are uploaded to the landing bucket under their path below the folder.`,
    )
    .action(async (from: string, options: BackfillOptions, command: Command) => {
      exit(await run(contextOf(command), from, options));
    });
};

const perSecond = (text: string): number => {
  const rate = Number(text);
  if (!(rate > 0 && rate <= 1000))
    throw new InvalidArgumentError("It must be a number of files above 0, up to 1000.");
  return rate;
};

const run = async (
  context: Context,
  from: string,
  { rate, dryRun = false, inBucket = false }: BackfillOptions,
): Promise<number> => {
  const { output } = context;
  const { backfill, readBackfill } = await import("../../../functions/operations/backfill/backfill.ts");
  const { listFolder, listPrefix } = await import("../backfill-files.ts");
  const { assertFits, planBackfill } = await import("../../../functions/operations/backfill/plan.ts");
  const { readPrices } = await import("../../../shared/prices.ts");
  const { estimatedLoadJobs } = await import("../../gcp/bigquery-loads.ts");
  const isFolder = !inBucket && statSync(from, { throwIfNoEntry: false })?.isDirectory() === true;
  return withInstallationOrTrial(context, dryRun, async (installation) => {
    const { platform } = installation;
    const source = isFolder ? listFolder(platform, from) : await listPrefix(platform, from);
    assertFiles(source, from, isFolder);
    const plan = planBackfill(source.files, rate, readPrices(), estimatedLoadJobs);
    const before = await readBackfill(platform, source.name);
    const ignored = source.ignored.length;
    if (dryRun) {
      output.answer({ plan, ignored }, () => `${planInWords(plan, ignored)}\n\nNothing was changed.`);
      return 0;
    }
    if (context.env.PLATFORM === "gcp") assertFits(plan);
    output.note(planInWords(plan, ignored));
    if (before && !before.finished)
      output.note(
        `Continues: ${number(before.done)} of ${counted(before.files, "file")} were done at ${before.at}.`,
      );
    const progress = output.progress("reading", plan.files, "files");
    const done = await backfill(installation, {
      source: source.name,
      files: source.files,
      filesPerSecond: rate,
      onFile: (count) => progress.update(count),
    });
    progress.end();
    output.answer({ plan, ignored, ...done }, () => doneInWords(done));
    return done.failed.length > 0 ? 1 : 0;
  });
};

/** A dry run must not create a home. */
const withInstallationOrTrial = async (
  context: Context,
  dryRun: boolean,
  work: (installation: Installation) => Promise<number>,
): Promise<number> => {
  const { env } = context;
  if (!dryRun || env.PLATFORM === "gcp" || hasHome(env))
    return withInstallation(context, work, { mayCreate: true });
  const folder = mkdtempSync(join(tmpdir(), "daybook-plan-"));
  try {
    return await withHome({ ...env, DAYBOOK_HOME: folder }, {}, work);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const assertFiles = ({ files, ignored }: BackfillSource, from: string, isFolder: boolean): void => {
  if (files.length > 0) return;
  if (ignored.length > 0)
    throw new WrongUsage(
      `${from}: no contract matches any of its ${counted(ignored.length, "file")} (${ignored.slice(0, 3).join(", ")}, …); \`feeds\` lists the names that contracts match`,
    );
  throw new WrongUsage(
    isFolder
      ? `${from}: there is no file in the folder`
      : `${from}: there is no such folder here, and no file in the bucket has this prefix`,
  );
};

const planInWords = (plan: BackfillPlan, ignored: number): string => {
  const minutes = plan.atLeastSeconds / 60;
  const duration =
    minutes < 1 ? `${number(Math.ceil(plan.atLeastSeconds))} s` : `${number(Math.ceil(minutes))} min`;
  return paragraphs(
    facts([
      [
        "Files",
        `${number(plan.files)} (${tallied(plan.feeds)}), ${megabytes(plan.bytes)}${ignored > 0 ? `; ${number(ignored)} that no contract matches are left out` : ""}`,
      ],
      [
        "Partitions",
        `${number(plan.partitions)}${plan.firstDate === undefined ? "" : ` (${plan.firstDate} to ${plan.lastDate})`}`,
      ],
      [
        "On Google Cloud",
        `${counted(plan.jobs.load, "load job")} and about ${number(plan.jobs.query)} queries in ${counted(plan.rounds, "round")}`,
      ],
      ["Cost", `about USD ${plan.cost.total.toFixed(2)} (${plan.cost.list}; the free tier is not deducted)`],
      ["Time", `at least ${duration}, at this rate`],
    ]),
    table(
      ["quota", ...right("used", "limit", "left")],
      plan.quotas.map(({ quota, used, limit }) => [
        quota,
        number(used),
        number(limit),
        `${Math.floor((100 * (limit - used)) / limit)} %`,
      ]),
    ),
  );
};

const doneInWords = ({ files, alreadyDone, failed }: Backfilled): string => {
  const line = `${counted(files, "file")}: ${number(files - alreadyDone - failed.length)} read, ${number(alreadyDone)} done before, ${number(failed.length)} failed`;
  if (failed.length === 0) return line;
  const rows = failed.map(({ object, reason }) => [object, reason]);
  return `${table(["file", "reason"], rows)}\n\n${line}. Correct them and run the same command again.`;
};
