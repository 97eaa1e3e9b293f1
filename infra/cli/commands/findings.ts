import { type Command, Option } from "commander";
import type { ActKind } from "../../../shared/insights/acts.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { day } from "../terminal/day.ts";
import { findingsText, findingText } from "../text/findings.ts";
import { withInstallation, withStores } from "../with-installation.ts";

const acting = () => import("../../../functions/operations/findings/act.ts");

interface ListOptions {
  readonly since?: string;
  readonly state?: string;
}

export const addFindings = (program: Command): void => {
  const findings = program
    .command("findings")
    .description("list what is unusual in the KPIs, and say what is known about it")
    .option("--since <day>", "only findings of periods that begin on this day or later", day)
    .option(
      "--state <state>",
      "open, acknowledged, muted, expected or withdrawn (default: all but withdrawn)",
    )
    .addHelpText(
      "after",
      examples("findings --since 2011-11-01", "findings mute 0123456789abcdef --until 2011-12-24"),
    )
    .action((options: ListOptions, command: Command) => list(contextOf(command), options));
  findings
    .command("show")
    .argument("<id>")
    .description("show one finding with its causes and everything that moved with it")
    .addOption(new Option("--lang <language>", "of the sentences").choices(["en", "de"]).default("en"))
    .action((id: string, { lang }: ShowOptions, command: Command) => show(contextOf(command), id, lang));
  addAct(findings, "acknowledge", "acknowledged", "note that somebody looks after a finding");
  addAct(findings, "mute", "muted", "tell no more of this KPI at this place, for four weeks or until a day");
  addAct(findings, "expect", "expected", "note that the company knew of it before, such as a sale");
  findings
    .command("reopen")
    .argument("<id>")
    .description("take back what was noted about a finding")
    .action((id: string, _: unknown, command: Command) => reopen(contextOf(command), id));
};

const list = async ({ env, output }: Context, { since, state }: ListOptions): Promise<void> => {
  const { ask } = await import("../../../functions/operations/ask-predict.ts");
  const { FindingsAnswer } = await import("../../../functions/7-predict/findings.ts");
  const query = new URLSearchParams({ ...(since && { since }), ...(state && { state }) }).toString();
  const path = query === "" ? "/v1/findings" : `/v1/findings?${query}`;
  const answer = FindingsAnswer.parse(await withStores(env, (stores) => ask(stores, path)));
  output.answer(answer, () => findingsText(answer.findings));
};

interface ShowOptions {
  readonly lang: "en" | "de";
}

const show = async ({ env, output }: Context, id: string, language: ShowOptions["lang"]): Promise<void> => {
  const { ask } = await import("../../../functions/operations/ask-predict.ts");
  const { ServedFinding } = await import("../../../shared/serving/sections/findings.ts");
  const path = `/v1/findings/${encodeURIComponent(id)}`;
  const found = ServedFinding.parse(await withStores(env, (stores) => ask(stores, path)));
  output.answer(found, () => findingText(found, language));
};

interface ActOptions {
  readonly note?: string;
  readonly until?: string;
}

const addAct = (findings: Command, verb: string, kind: ActKind, description: string): void => {
  findings
    .command(verb)
    .argument("<id>")
    .description(description)
    .option("--note <text>", "why, for whoever reads it later")
    .option("--until <day>", "the last day that it covers", day)
    .action(async (id: string, options: ActOptions, command: Command) => {
      const { output, ...context } = contextOf(command);
      const { actOnFinding } = await acting();
      const act = await withInstallation({ output, ...context }, async ({ platform, settle }) => {
        const recorded = await actOnFinding(platform, { id, kind, ...options });
        await settle();
        return recorded;
      });
      output.answer(act, () => `${act.kpi} of ${act.from} is ${act.kind}, until ${act.until}.`);
    });
};

const reopen = async (context: Context, id: string): Promise<void> => {
  const { reopenFinding } = await acting();
  await withInstallation(context, async ({ platform, settle }) => {
    await reopenFinding(platform, id);
    await settle();
  });
  context.output.answer({ finding: id, state: "open" }, () => `Finding ${id} is open again.`);
};
