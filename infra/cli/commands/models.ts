import type { Command } from "commander";
import { announceModel } from "../../../functions/5-train/announce.ts";
import { type Registry, registryIn } from "../../../shared/registry/registry.ts";
import { taskNames } from "../../../shared/tasks/load-tasks.ts";
import type { Home } from "../../laptop/home.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { table } from "../terminal/table.ts";
import { leaderboardText } from "../text/leaderboard.ts";
import { assertHome, withHome } from "../with-home.ts";

export const addModels = (program: Command): void => {
  const models = program
    .command("models")
    .description("the trained models: which there are, which answers; put another in its place")
    .addHelpText("after", examples("models list", "models rollback spend_30d"));
  models
    .command("list")
    .argument("[task]", "one task instead of all")
    .description("every version, and which one answers")
    .action((task: string | undefined, _: unknown, command: Command) => list(contextOf(command), task));
  models
    .command("show")
    .argument("<task>")
    .argument("[version]", "default: the one that answers")
    .description("the card of a model: what it was made from, how it did")
    .action((task: string, version: string | undefined, _: unknown, command: Command) =>
      show(contextOf(command), task, version),
    );
  models
    .command("promote")
    .argument("<task>")
    .argument("<version>")
    .description("let a version answer")
    .action((task: string, version: string, _: unknown, command: Command) =>
      change(contextOf(command), task, async (registry, why) => {
        const current = await registry.current(task);
        await registry.promote(task, version, why, current?.generation ?? "0");
        return version;
      }),
    );
  models
    .command("rollback")
    .argument("<task>")
    .description("let the version answer that did before")
    .action((task: string, _: unknown, command: Command) =>
      change(contextOf(command), task, (registry, why) => registry.rollback(task, why)),
    );
};

const list = async ({ env, output }: Context, task: string | undefined): Promise<void> => {
  assertHome(env);
  const found = await withHome(env, {}, async ({ platform }) => {
    const registry = registryIn(platform.models);
    const names = task === undefined ? await registry.tasks() : [task];
    return (await Promise.all(names.map((name) => versionsOf(registry, name)))).flat();
  });
  const columns = ["task", "version", "family", "trained on", "answers", "why"].map((head) => ({ head }));
  output.answer(found, () =>
    found.length === 0
      ? "There is no model yet; `daybook train` makes them."
      : table(
          columns,
          found.map((each) => [
            each.task,
            each.version,
            each.family,
            `${each.from} to ${each.to}`,
            each.answers ? "yes" : "",
            each.because,
          ]),
        ),
  );
};

const versionsOf = async (registry: Registry, task: string) => {
  const current = (await registry.current(task))?.value;
  const versions = await registry.versions(task);
  return Promise.all(
    versions.map(async (version) => {
      const { family, training, verdict } = await registry.card(task, version);
      const answers = version === current?.version;
      const because = answers ? (current?.because ?? "") : verdict.because;
      return { task, version, family, from: training.from, to: training.to, answers, because };
    }),
  );
};

const show = async ({ env, output }: Context, task: string, version: string | undefined): Promise<void> => {
  assertHome(env);
  const card = await withHome(env, {}, async ({ platform }) => {
    const registry = registryIn(platform.models);
    const wanted = version ?? (await registry.current(task))?.value.version;
    if (wanted === undefined)
      throw new Error(`no model of "${task}" answers yet; there are the tasks ${taskNames().join(", ")}`);
    return registry.card(task, wanted);
  });
  const strongest = card.importances
    .slice(0, 10)
    .map(({ feature, increase }) => `${feature} ${increase.toPrecision(3)}`);
  output.answer(card, () =>
    [
      leaderboardText(card),
      ...(strongest.length > 0 ? [`How much worse it is without: ${strongest.join(", ")}`] : []),
    ].join("\n"),
  );
};

const change = async (
  { env, output }: Context,
  task: string,
  work: (registry: Registry, why: { because: string; at: Date }) => Promise<string>,
): Promise<void> => {
  assertHome(env);
  const version = await withHome(env, {}, async (home: Home) => {
    const { platform } = home;
    const at = platform.clock.now();
    const now = await work(registryIn(platform.models), { because: "put in place by hand", at });
    await announceModel(platform, task, `${now}-${platform.ids.next()}`);
    await home.settle();
    return now;
  });
  output.answer({ task, version }, () => `${task}: ${version} answers from now on.`);
};
