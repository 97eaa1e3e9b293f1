import { expect, it } from "vitest";
import { tabular } from "../../../functions/5-train/tabular.ts";
import { trainables } from "../../../functions/5-train/tasks.ts";
import { type TrainRequest, train } from "../../../functions/5-train/train.ts";
import type { Trainable } from "../../../functions/5-train/trainable.ts";
import { wake } from "../../../shared/events.ts";
import type { Table } from "../../../shared/learning/table.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { madeSettings, madeTable, ruleFamily, runRate, small } from "./made-table.ts";

const name = "spend_30d";
const plain = madeTable({ customers: 600 });
const withDays: Table = {
  ...plain,
  sequences: { channels: ["net"], steps: 2, values: new Float32Array(plain.rows * 2) },
};
/** Named like the real one. It knows the mood exactly, so it wins. */
const gru = ruleFamily("gru", (rate, mood, factor) => rate * (0.5 + 2 * mood) * factor);
const among = (...families: readonly (typeof small)[]) =>
  [runRate, ...families].map((family) => ({ family, baseline: family === runRate }));
const spend = (table: Table, candidates: ReturnType<typeof among>): Trainable =>
  tabular({ sql: "select 1", settings: madeSettings({ candidates }), read: async () => table });

it("tries recurrent networks when asked to, and every night once one of them serves", async () => {
  const { platform } = await temporaryHome();
  const registry = registryIn(platform.models);
  const task = { ...spend(plain, among(small)), recurrent: spend(withDays, among(small, gru)) };
  const triedBy = async (request: TrainRequest) => {
    const [training] = (await train(platform, [task])(wake("train"), { anew: true, ...request })) ?? [];
    const version = (training && "version" in training && training.version) || "";
    return (await registry.card(name, version)).leaderboard.map(({ family }) => family);
  };
  expect(await triedBy({})).toEqual(["run_rate", "small"]);
  expect(await triedBy({ recurrent: true })).toEqual(["run_rate", "small", "gru"]);
  const current = await registry.current(name);
  expect((await registry.card(name, current?.value.version ?? "")).family).toBe("gru");
  expect(await triedBy({})).toEqual(["run_rate", "small", "gru"]);
});

it("both spend tasks have them, no other has", () => {
  const settingsOf = ({ recurrent }: Trainable) => recurrent?.definition.settings ?? "";
  for (const task of trainables()) {
    const names = ["rnn", "lstm", "gru"].filter((family) => settingsOf(task).includes(`"${family}"`));
    expect(names).toEqual(task.name.includes("spend") ? ["rnn", "lstm", "gru"] : []);
    expect(task.definition.settings).not.toContain('"gru"');
  }
});
