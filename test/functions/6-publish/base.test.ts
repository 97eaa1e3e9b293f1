import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LocalPlatform } from "../../../infra/local/platform.ts";
import type { Params } from "../../../shared/ports.ts";
import { customers } from "../../../shared/serving/sections/customers.ts";
import {
  currentName,
  entryCount,
  folderOf,
  manifestName,
  type Part,
  partsOf,
  shardsOf,
} from "../../../shared/serving/snapshot-manifest.ts";
import { sha256Of } from "../../../shared/sha256.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { migrate } from "../../../shared/work/migrations.ts";
import { type MetricsHome, metricsHome } from "./metrics-home.ts";

let home: MetricsHome;
const record = "publish/v1/in-force.json";
const sale = (day: string, amount: number, id = "9") => ({ id, day, amount });

/** The sections about sales and customers that the newest snapshot did not take over. */
const writtenSections = async (): Promise<string[]> => {
  const { id, sections } = await home.manifest();
  const about = ["company", "customer_ranks", "customers"];
  return about.filter((name) => {
    const section = sections[name];
    return section && partsOf(section).some(({ object }) => object.startsWith(folderOf(id)));
  });
};

/** Two publications: the first of all there is, the second of a day. */
beforeEach(async () => {
  home = await metricsHome();
  await home.rebuild(["2024-01-01"], [sale("2024-01-01", 1), sale("2024-01-01", 2, "10")]);
  await home.publish();
  await home.rebuild(["2024-01-02"], [sale("2024-01-02", 3)]);
});
afterEach(() => home.discard());

const questionsOf = async (act: (platform: LocalPlatform) => Promise<void>) => {
  const asked: { sql: string; params: Params | undefined }[] = [];
  const { warehouse } = home.platform;
  await act({
    ...home.platform,
    warehouse: {
      ...warehouse,
      query(sql, params) {
        asked.push({ sql, params });
        return warehouse.query(sql, params);
      },
    },
  });
  return asked.filter(({ sql }) => sql.includes("metrics.daily_customer_metrics"));
};

const textOf = async (store: LocalPlatform["state"], name: string): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.read(name)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const why = () => home.said.findLast((fields) => "snapshot" in fields)?.["why"];

/** Publishes, and holds what is then in force against the tables. */
const publishAndCompare = async (): Promise<void> => {
  await home.publish();
  const published = await home.published();
  const said = [...home.said];
  await home.token("everything");
  await home.publish();
  expect(published).toEqual(await home.published());
  home.said.splice(0, home.said.length, ...said);
};

describe("a publication", () => {
  it("asks the customers' table for the days that its tokens name, and for no other", async () => {
    const asked = await questionsOf(home.publish);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.params).toMatchObject({
      days: { value: ["2024-01-02"] },
      first_day: { value: "2024-01-02" },
      last_day: { value: "2024-01-02" },
    });
    expect(home.said.at(-1)).toMatchObject({ days: 1, customers: 2 });
  });

  it("asks it for nothing when a model is new or the register", async () => {
    await home.publish();
    await home.register({ "9": 40 });
    await home.token("models");
    expect(await questionsOf(home.publish)).toEqual([]);
    await publishAndCompare();
    expect(entryCount(await home.manifest(), customers.name)).toBe(2);
  });

  it("writes the parts that changed and takes over the others", async () => {
    await home.publish();
    expect(await writtenSections()).toEqual(["company", "customer_ranks", "customers"]);
    await home.token("models");
    await home.publish();
    expect(await writtenSections()).toEqual([]);
    expect(home.said.at(-1)).toMatchObject({ days: 0, written: 0 });
    await home.register({ "9": 40 });
    await home.publish();
    expect(await writtenSections()).toEqual(["customers"]);
    expect(home.said.at(-1)).toMatchObject({ days: 0, written: 1 });
    await publishAndCompare();
  });

  it("updates a snapshot that the version before wrote", async () => {
    const { serving, state } = home.platform;
    const { sections, ...facts } = await home.manifest();
    const [company, customers] = ["company", "customers"].map((name) =>
      partsOf(sections[name] ?? { shards: [], entries: 0 }),
    );
    const old = ({ object, sha256 }: Part) => ({ object, sha256 });
    const shard = { ...old(customers?.[0] as Part), first: "10", customers: 2 };
    const manifest = {
      ...facts,
      schema: "daybook.snapshot/v1",
      customers: 2,
      company: old(company?.[0] as Part),
      shards: [shard],
    };
    const text = JSON.stringify(manifest);
    await serving.write(manifestName(facts.id), text);
    const current = JSON.parse(await textOf(serving, currentName)) as object;
    const { generation } = await serving.write(
      currentName,
      JSON.stringify({ ...current, sha256: sha256Of(text) }),
    );
    await state.write(record, JSON.stringify({ ...JSON.parse(await textOf(state, record)), generation }));
    await publishAndCompare();
    expect(why()).toBeUndefined();
    expect((await home.manifest()).schema).toBe("daybook.snapshot/v2");
  });

  it("reads everything the first time, and when it is asked for as the runbook says", async () => {
    expect(why()).toBe("it is the first snapshot");
    const command = /echo '(.*)' \\\| gcloud storage cp - gs:\/\/STATE\/(dirty\S+)`/;
    const [, token = "", object = ""] = command.exec(readFileSync("terraform/RUNBOOK.md", "utf8")) ?? [];
    await home.platform.state.write(object, token);
    await home.publish();
    expect(why()).toBe("it was asked for");
  });
});

describe("everything is read from the tables again", () => {
  it("when an older snapshot was put back in force", async () => {
    const older = await textOf(home.platform.serving, currentName);
    await home.publish();
    await home.platform.serving.write(currentName, older);
    await home.token("models");
    await publishAndCompare();
    expect(why()).toMatch(/not the one that was published last/);
  });

  it("when the state bucket no longer says what was published last, or says it wrongly", async () => {
    await home.platform.state.remove(record);
    await publishAndCompare();
    expect(why()).toMatch(/not the one that was published last/);
    await home.platform.state.write(record, "{");
    await home.token("models");
    await publishAndCompare();
    expect(why()).toMatch(/in-force.json is damaged/);
  });

  it("when the code that made it read the tables in another way", async () => {
    const said = JSON.parse(await textOf(home.platform.state, record)) as object;
    await home.platform.state.write(record, JSON.stringify({ ...said, madeBy: "before" }));
    await publishAndCompare();
    expect(why()).toMatch(/made by other statements/);
  });

  it("when a migration has changed the tables since", async () => {
    const { platform } = home;
    const change = "update metrics.daily_customer_metrics set net = net + 1 where true";
    const migration = { version: "9999", name: "more", script: change, sha256: "0" };
    expect(await migrate(platform, [migration])).toHaveLength(1);
    await publishAndCompare();
    expect(why()).toMatch(/before a migration/);
  });

  it.each([
    { what: "is gone", told: ": there is no such object" },
    { what: "is not what was published", told: " is not what was published" },
  ])("when a part of it $what", async ({ what, told }) => {
    const { serving } = home.platform;
    const object = shardsOf(await home.manifest(), customers.name)[0]?.object ?? "";
    await (what === "is gone" ? serving.remove(object) : serving.write(object, "{}"));
    await publishAndCompare();
    expect(why()).toContain(`${object}${told}`);
  });

  it("when the tables were changed behind its back, as by a restored backup", async () => {
    await home.rebuild(["2024-01-01"], [sale("2024-01-01", 7, "other")], false);
    await publishAndCompare();
    expect(why()).toMatch(/count different customers on 1 days, the first of them 2024-01-01/);
  });
});

it("a day that is being redone just now waits for its own token, and nothing is read twice for it", async () => {
  await home.rebuild(["2024-01-01"], [sale("2024-01-01", 7, "other")], false);
  await dirtySetIn(home.platform.state).add("aggregate", "2024-01-01/x", {
    feed: "transactions",
    fileDate: "2024-01-01",
    days: ["2024-01-01"],
  });
  await home.publish();
  expect(home.said.at(-1)).toMatchObject({ days: 1, after: expect.any(String) });
  for (const { name } of await home.platform.state.list("dirty/v1/aggregate/"))
    await home.platform.state.remove(name);
  await home.token("metrics", ["2024-01-01"]);
  await publishAndCompare();
  expect(why()).toBeUndefined();
});
