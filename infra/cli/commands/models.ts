import type { Command } from "commander";
import type { Installation } from "../../../functions/operations/installation.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { table } from "../terminal/table.ts";
import { leaderboardText } from "../text/leaderboard.ts";
import { withInstallation, withStores } from "../with-installation.ts";

const operations = () => import("../../../functions/operations/models/models.ts");

export const addModels = (program: Command): void => {
  const models = program
    .command("models")
    .description("list the trained models, and choose which one answers")
    .addHelpText("after", examples("models list", "models rollback spend_30d"));
  models
    .command("list")
    .argument("[task]", "only this task")
    .description("list every version, and which one answers")
    .action((task: string | undefined, _: unknown, command: Command) => list(contextOf(command), task));
  models
    .command("show")
    .argument("<task>")
    .argument("[version]", "default: the one that answers")
    .description("show a model's card: its data, its scores")
    .action((task: string, version: string | undefined, _: unknown, command: Command) =>
      show(contextOf(command), task, version),
    );
  models
    .command("promote")
    .argument("<task>")
    .argument("<version>")
    .description("make a version answer")
    .action((task: string, version: string, _: unknown, command: Command) =>
      change(contextOf(command), task, ({ promoteModel }, on) => promoteModel(on, task, version)),
    );
  models
    .command("rollback")
    .argument("<task>")
    .description("make the version before the present one answer again")
    .action((task: string, _: unknown, command: Command) =>
      change(contextOf(command), task, ({ rollbackModel }, on) => rollbackModel(on, task)),
    );
};

const change = async (
  context: Context,
  task: string,
  work: (models: Awaited<ReturnType<typeof operations>>, on: Installation) => Promise<string>,
): Promise<void> => {
  const models = await operations();
  const version = await withInstallation(context, (installation) => work(models, installation));
  context.output.answer({ task, version }, () => `${task}: ${version} answers from now on.`);
};

const list = async ({ env, output }: Context, task: string | undefined): Promise<void> => {
  const { listModels } = await operations();
  const found = await withStores(env, (stores) => listModels(stores, task));
  const columns = ["task", "version", "family", "trained on", "answers", "why"];
  const rows = found.map(({ task: name, version, family, from, to, answers, because }) => [
    name,
    version,
    family,
    `${from} to ${to}`,
    answers ? "yes" : "",
    because,
  ]);
  output.answer(found, () =>
    found.length === 0 ? "There is no model yet; run `daybook train`." : table(columns, rows),
  );
};

const show = async ({ env, output }: Context, task: string, version: string | undefined): Promise<void> => {
  const { readCard } = await operations();
  const card = await withStores(env, (stores) => readCard(stores, task, version));
  const strongest = card.importances
    .slice(0, 10)
    .map(({ feature, increase }) => `${feature} ${increase.toPrecision(3)}`);
  output.answer(card, () =>
    strongest.length === 0
      ? leaderboardText(card)
      : `${leaderboardText(card)}\nIncrease of the error without a feature: ${strongest.join(", ")}`,
  );
};
