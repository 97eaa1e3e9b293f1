import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { trainables } from "../../../functions/5-train/tasks.ts";
import { readEnv } from "../../../infra/entry/environment.ts";
import { allTasks } from "../../../shared/tasks/load-tasks.ts";
import { allTaskNames, taskNames } from "../../../shared/tasks/task-names.ts";
import { openTemporaryHome } from "../../e2e/temporary-home.ts";
import { daybookWith } from "../../infra/cli/laptop-process.ts";

const root = mkdtempSync(join(tmpdir(), "daybook-tasks-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A built-in task's files in a folder outside the repository, under another name. */
const folderWith = (folder: string, name: string): string => {
  const path = join(root, folder, name);
  mkdirSync(path, { recursive: true });
  cpSync("shared/tasks/spend", join(root, folder, "spend"), { recursive: true });
  const yaml = readFileSync("shared/tasks/spend_30d/task.yaml", "utf8");
  writeFileSync(join(path, "task.yaml"), yaml.replace(/^name: .*$/m, `name: ${name}`));
  return join(root, folder);
};

describe("DAYBOOK_TASKS", () => {
  const own = folderWith("own", "spend_of_ours");

  it("adds tasks to the built-in ones, for training and for every list", async () => {
    expect(allTaskNames(own)).toEqual([...taskNames(), "spend_of_ours"]);
    const names = trainables(allTasks(own)).map(({ name }) => name);
    expect(names).toEqual([...taskNames(), "spend_of_ours"]);
    expect(allTasks(undefined).map(({ name }) => name)).toEqual(taskNames());
  });

  it("is read from the environment into the platform", async () => {
    const home = await openTemporaryHome({ DAYBOOK_TASKS: own });
    expect(home.platform.taskFolder).toBe(own);
    await home.discard();
    expect(readEnv({}).DAYBOOK_TASKS).toBeUndefined();
  });

  it("is told that a folder is missing, and that a name is taken", () => {
    expect(() => allTasks(join(root, "nowhere"))).toThrow("nowhere: there is no such folder of tasks");
    const taken = folderWith("taken", "spend_30d");
    expect(() => allTasks(taken)).toThrow("spend_30d is the name of a built-in task; choose another");
  });

  it("lets the command line name such a task", async () => {
    const home = ["--home", join(root, "home")];
    const { stderr } = await daybookWith({ DAYBOOK_TASKS: own }, ...home, "train", "spend_of_theirs");
    expect(stderr).toContain("spend_of_ours");
  });
});
