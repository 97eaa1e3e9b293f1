import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { tabular } from "../../../functions/5-train/tabular.ts";
import { train } from "../../../functions/5-train/train.ts";
import { graph } from "../../../functions/graph.ts";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { connectLocal, type LocalPlatform } from "../../../infra/local/platform.ts";
import { wake } from "../../../shared/events.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import { openModel } from "../../../shared/registry/self-test.ts";
import { type Countdown, Crash, crashing } from "../../chaos/crashing.ts";
import { madeSettings, madeTable, runRate, sharp, small } from "./made-table.ts";

const task = "spend_30d";
const table = madeTable();
const trainable = tabular({
  name: task,
  sql: "select 1",
  settings: madeSettings(),
  read: async () => table,
});
const families = new Map([runRate, small, sharp].map((family) => [family.name, family]));

const root = mkdtempSync(join(tmpdir(), "daybook-training-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const open = (name: string): LocalPlatform => {
  const platform = connectLocal({ graph, env: readEnv({ DAYBOOK_HOME: join(root, name) }), log: silentLog });
  platform.bus.subscribe("daybook-publish", () => {});
  return platform;
};
const newData = (platform: LocalPlatform, text: string) =>
  platform.state.write("lease/v1/aggregate.json", text);

/** What answers, as a predictor would load it. */
const answering = async (platform: LocalPlatform) => {
  const registry = registryIn(platform.models);
  const { version = "" } = (await registry.current(task))?.value ?? {};
  const loaded = await registry.load(task, version);
  return { version, answers: [...openModel(loaded, families, table.features).predict(table)] };
};

it("a training killed after any side effect leaves the old model answering, and the next run completes", async () => {
  const first = open("prepared");
  await train(first, [trainable])(wake("train"));
  await newData(first, "second day");
  const old = await answering(first);
  await first.close();

  const request = { asked: true };
  for (let dieAfter = 1; ; dieAfter++) {
    const name = `crash-${dieAfter}`;
    cpSync(join(root, "prepared"), join(root, name), { recursive: true });
    const dying = open(name);
    const countdown: Countdown = { effects: 0, dieAfter };
    const run = train(crashing(dying, countdown), [trainable])(wake("train"), request);
    const survived = await run.then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(Crash);
        return false;
      },
    );
    await dying.close();
    if (survived) {
      expect(dieAfter).toBeGreaterThan(15);
      return;
    }

    const platform = open(name);
    const [between] = [await answering(platform)];
    const versions = await registryIn(platform.models).versions(task);
    if (between.version === old.version) expect(between.answers).toEqual(old.answers);
    else expect(versions).toContain(between.version);

    // The dead worker's lease would expire by itself; a test does not wait for it.
    await platform.state.remove("lease/v1/train.json");
    const next = await train(platform, [trainable])(wake("train"), request);
    expect(["promoted", "unchanged"]).toContain(next?.[0]?.outcome);
    const now = await answering(platform);
    expect(now.version).not.toBe(old.version);
    expect(await registryIn(platform.models).versions(task)).toHaveLength(2);
    expect(await platform.state.list("dirty/v1/publish/")).toHaveLength(2);
    await platform.close();
  }
});
