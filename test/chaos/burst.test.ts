import { describe, expect, it } from "vitest";
import { graph } from "../../functions/graph.ts";
import { topicOf, wake } from "../../shared/events.ts";
import { queuesIn } from "../../shared/stage-graph.ts";
import { noFaults } from "./world/faults.ts";
import { feedsOf } from "./world/files.ts";
import { modelEngine } from "./world/model-engine.ts";
import { staleSnapshot } from "./world/published.ts";
import { noTables, rawRows } from "./world/tables.ts";
import { quickTyper } from "./world/typer.ts";

import { World } from "./world/world.ts";

const stages = queuesIn(graph);

const quietWorld = () => {
  const tables = noTables();
  const typer = quickTyper();
  const world = new World({
    seed: 1,
    faults: noFaults,
    quietMs: 5000,
    maxMs: 60_000,
    atOnce: 1,
    turnMs: 0.1,
    // Files of one row are held back there.
    feeds: feedsOf(1, "keep").map((feed) => ({ ...feed, minRows: undefined })),
    engine: modelEngine(tables),
    typer: () => typer,
    fileAt: (path) => typer.fileAt(path),
  });
  return { world, tables };
};

const drop = (world: World, name: string, day: string, invoice: string): void => {
  const text = `invoice_no,stock_code,quantity,invoice_date,unit_price\n${invoice},P,1,${day}T10:00:00,4\n`;
  const { generation } = world.landing.write(name, text, world.turns.now);
  world.bus.publish("object-finalized", { bucket: "landing", name, generation });
};

const jobsOf = ({ jobs }: World) => ({
  loads: Object.fromEntries(jobs.counts.load),
  scripts: Object.fromEntries(jobs.counts.script),
});

describe("1,000 files at once", () => {
  it("of ten days take one load per partition, one clean, one aggregate and one publish", {
    timeout: 600_000,
  }, async () => {
    const { world, tables } = quietWorld();
    for (let file = 0; file < 1000; file++) {
      const day = `2024-01-${String((file % 10) + 1).padStart(2, "0")}`;
      drop(world, `transactions/${day}-${file}.csv`, day, `A${file}`);
    }
    await world.turns.run();
    expect(rawRows(tables, "raw.transactions")).toHaveLength(1000);
    expect([...tables.lines.values()].flat()).toHaveLength(1000);
    const { loads, scripts } = jobsOf(world);
    const snapshots = world.serving.list("serving/").filter(({ name }) => name.endsWith("/manifest.json"));
    console.log(`1,000 files of 10 days: ${JSON.stringify({ loads, scripts, snapshots: snapshots.length })}`);
    expect(loads).toEqual({ "raw.transactions": 10, "raw.rejects": 10 });
    expect(scripts).toEqual({ "clean-rebuild": 1, "aggregate-metrics": 1 });
    expect(snapshots).toHaveLength(1);
    expect(staleSnapshot(world.serving, tables)).toEqual([]);
  });
});

describe("1,000 wake-ups with nothing to do", () => {
  it("ask nothing of the warehouse", async () => {
    const { world } = quietWorld();
    for (let message = 0; message < 1000; message++) {
      const stage = stages[message % stages.length] ?? "clean";
      world.bus.publish(topicOf(stage), wake(stage));
    }
    await world.turns.run();
    expect(world.bus.deliveries).toBe(1000);
    expect(jobsOf(world)).toEqual({ loads: {}, scripts: {} });
  });
});
