import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { addAccuracy } from "./commands/accuracy.ts";
import { addBackfill } from "./commands/backfill.ts";
import { addBrief } from "./commands/brief.ts";
import { addCash } from "./commands/cash.ts";
import { addContract } from "./commands/contract.ts";
import { addCost } from "./commands/cost.ts";
import { addDocs } from "./commands/docs.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addDrop } from "./commands/drop.ts";
import { addErase } from "./commands/erase.ts";
import { addExplain } from "./commands/explain.ts";
import { addExport } from "./commands/export.ts";
import { addFeeds } from "./commands/feeds.ts";
import { addFindings } from "./commands/findings.ts";
import { addFit } from "./commands/fit.ts";
import { addForecast } from "./commands/forecast.ts";
import { addGenerate } from "./commands/generate.ts";
import { addHolds } from "./commands/holds.ts";
import { addKpis } from "./commands/kpis.ts";
import { addLeaderboard } from "./commands/leaderboard.ts";
import { addMigrate } from "./commands/migrate.ts";
import { addModels } from "./commands/models.ts";
import { addPlan } from "./commands/plan.ts";
import { addPredict } from "./commands/predict.ts";
import { addPush } from "./commands/push.ts";
import { addQuality } from "./commands/quality.ts";
import { addQuarantine } from "./commands/quarantine.ts";
import { addReplay } from "./commands/replay.ts";
import { addRisk } from "./commands/risk.ts";
import { addRun } from "./commands/run.ts";
import { addSettings } from "./commands/settings.ts";
import { addSql } from "./commands/sql.ts";
import { addStart } from "./commands/start.ts";
import { addStatus } from "./commands/status.ts";
import { addTiers } from "./commands/tiers.ts";
import { addTrain } from "./commands/train.ts";
import { examples } from "./context.ts";
import { wholeNumber } from "./terminal/whole-number.ts";

/** The `daybook` command. Returns its exit code: 0 fine, 1 failed, 2 wrong usage. */
export const daybook = async (args: readonly string[]): Promise<number> => {
  let exitCode = 0;
  const exit = (code: number) => {
    exitCode = code;
  };
  const program = emptyProgram();
  addCommands(program, exit);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
};

/** In the order of `--help`. */
const addCommands = (program: Command, exit: (code: number) => void): void => {
  addStart(program, exit);
  addRun(program, exit);
  addDrop(program, exit);
  addStatus(program);
  addSettings(program);
  addPlan(program);
  addQuality(program);
  addHolds(program);
  addQuarantine(program, exit);
  addReplay(program, exit);
  addBackfill(program, exit);
  addErase(program);
  addPredict(program);
  addForecast(program);
  addRisk(program);
  addCash(program);
  addAccuracy(program);
  addSql(program, exit);
  addTiers(program);
  addExport(program);
  addPush(program, exit);
  addFeeds(program);
  addContract(program, exit);
  addDocs(program);
  addKpis(program, exit);
  addFindings(program);
  addExplain(program);
  addBrief(program);
  addTrain(program, exit);
  addLeaderboard(program);
  addModels(program);
  addFit(program);
  addGenerate(program);
  addCost(program);
  addDoctor(program, exit);
  addMigrate(program, exit);
};

const emptyProgram = (): Command =>
  new Command("daybook")
    .description(
      "Loads a company's daily files into clean tables, and works on them: in a folder or on Google Cloud.",
    )
    .version(manifest.version)
    .option("--home <dir>", "work on the data in this folder (default: DAYBOOK_HOME, or .daybook)")
    .option(
      "--project <id>",
      "work on the deployment in this Google Cloud project (default: DAYBOOK_PROJECT)",
    )
    .option("--region <region>", "the deployment's region (default: DAYBOOK_REGION, or europe-west2)")
    .option(
      "--bucket-prefix <text>",
      "the deployment's bucket_prefix (default: DAYBOOK_BUCKET_PREFIX, or PROJECT-daybook)",
    )
    .option(
      "--dataset-prefix <text>",
      "the deployment's dataset_prefix (default: DAYBOOK_DATASET_PREFIX, or none)",
    )
    .option("--wait <minutes>", "how long to wait for a deployment to finish its work", wholeNumber, 30)
    .option("--json", "write the answer as JSON to stdout; notes go to stderr")
    .option("--verbose", "log each step as a JSON line on stderr (DAYBOOK_LOG=debug logs more)")
    .option("--contracts <dir>", "contracts of your own; each replaces the built-in one of its name")
    .option("--kpis <dir>", "use these KPIs instead of the built-in ones")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      `${examples("generate --out ./company", "run ./company", "status", "--project daybook-shop status")}

A deployment is reached with your own Google credentials: run \`gcloud auth application-default login\` once. Use the
same version of Daybook, contracts, DAYBOOK_TIME_ZONE and DAYBOOK_BASE_CURRENCY as the deployment. A command that waits
can be stopped (Ctrl+C): the deployment continues by itself.`,
    )
    .showHelpAfterError("(add --help for the options and an example)")
    .exitOverride();
