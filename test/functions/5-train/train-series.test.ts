import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { trainables } from "../../../functions/5-train/tasks.ts";
import { train } from "../../../functions/5-train/train.ts";
import { dayOf } from "../../../shared/dates.ts";
import { wake } from "../../../shared/events.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import { loadTasks } from "../../../shared/tasks/load-tasks.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { addShopping } from "../../shared/tasks/metrics-warehouse.ts";
import { shopping } from "../../shared/tasks/shopping.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-series-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const first = dayOf("2024-01-01");

/** The built-in forecast under another name: what it is called decides nothing. */
const tasks = () => {
  const copy = join(folder, "daily_takings");
  cpSync(new URL("../../../shared/tasks/sales_forecast", import.meta.url), copy, { recursive: true });
  const yaml = readFileSync(join(copy, "task.yaml"), "utf8");
  writeFileSync(join(copy, "task.yaml"), yaml.replace("name: sales_forecast", "name: daily_takings"));
  return loadTasks(folder);
};

describe("a task of the kind forecast", () => {
  it("waits for enough days, then ranks methods, promotes one, and holds the next one against it", async () => {
    const { platform } = await temporaryHome();
    const woken = async () =>
      (await train(platform, trainables(tasks()))(wake("train"), { asked: true, anew: true }))?.[0];
    await addShopping(platform.warehouse, shopping(1, first, first + 60));
    expect(await woken()).toMatchObject({
      outcome: "too_few_rows",
      because: expect.stringContaining("it needs 137 days of sales; there are 61"),
    });
    await addShopping(platform.warehouse, shopping(2, first + 61, first + 199));
    expect(await woken()).toMatchObject({ task: "daily_takings", outcome: "promoted" });
    expect(await woken()).toMatchObject({
      outcome: "promoted",
      because: expect.stringContaining("is not worse"),
    });

    const registry = registryIn(platform.models);
    const current = (await registry.current("daily_takings"))?.value;
    const card = await registry.card("daily_takings", current?.version ?? "");
    expect(card).toMatchObject({
      horizonDays: 30,
      target: { kind: "number" },
      features: [],
      verdict: { measure: "mase", champion: { version: current?.before.at(-1), itself: true } },
    });
    const ranks = card.leaderboard.map(({ rank }) => rank);
    expect(ranks).toEqual(ranks.map((_, place) => place + 1));
    expect(card.folds.at(-1)?.role).toBe("holdout");
  });
});
