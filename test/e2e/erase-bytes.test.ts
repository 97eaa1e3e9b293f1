import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sweep } from "../../functions/1-ingest/sweep.ts";
import { erase } from "../../functions/operations/erase/erase.ts";
import type { Platform } from "../../shared/platform.ts";
import { openErasures } from "../../shared/work/open-erasures.ts";
import { sales } from "../functions/1-ingest/landing.ts";
import { dyingAfter } from "../functions/1-ingest/worlds.ts";
import { type TemporaryHome, temporaryHome } from "./temporary-home.ts";
import { staged, tables } from "./whole-text.ts";

const person = "Q-4711-unmistakable";
const others = Array.from({ length: 400 }, (_, index) => `C${index}`);
const day = (date: string) =>
  sales(
    ...[...others, person].map(
      (who, index) => `${date}-${index},P${index},2,${date}T10:00:00,2.50,GBP,${who}`,
    ),
  );

const filled = async (): Promise<TemporaryHome> => {
  const home = await temporaryHome();
  // Large enough to be files: the originals are not Daybook's to change, and they are left out below.
  for (const date of ["2024-10-05", "2024-10-06"]) await home.dropText(`transactions/${date}.csv`, day(date));
  await home.settle();
  return home;
};

/** The files of a home that hold a text, but for the originals in the landing bucket. */
const filesWith = (home: TemporaryHome, text: string): string[] => {
  const root = home.platform.home;
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.startsWith(join("buckets", "landing")) && statSync(join(root, name)).isFile())
    .filter((name) => readFileSync(join(root, name)).includes(text));
};

it("a certificate leaves no byte of the person in any file of a home but the originals", async () => {
  const home = await filled();
  await home.platform.warehouse.query("select 1");
  await home.platform.rewriteFiles?.();
  expect(filesWith(home, person).length).toBeGreaterThan(0);
  await erase({ platform: home.platform, settle: home.settle }, person);
  expect(filesWith(home, person)).toEqual([]);
  expect(await home.rows("select count(*) as n from clean.lines")).toEqual([{ n: 800 }]);
}, 600_000);

it("the sweep goes on with an erasure whose command died, and the command then gives the certificate", async () => {
  const home = await filled();
  const dying: Platform = { ...home.platform, state: dyingAfter(home.platform.state, /requests/) };
  await expect(erase({ platform: dying, settle: home.settle }, person)).rejects.toThrow("died");
  expect(await tables(home)).toContain(person);
  await sweep(home.platform, 0)();
  await home.settle();
  for (const text of [await tables(home), await staged(home)]) expect(text).not.toContain(person);
  expect(await openErasures(home.platform.state)).toHaveLength(1);
  const certificate = await erase({ platform: home.platform, settle: home.settle }, person);
  expect(certificate.rowsErased).toBe(2);
  expect(await openErasures(home.platform.state)).toEqual([]);
}, 600_000);

it("a nightly search removes what a restored bucket brought back, and says so once", async () => {
  const home = await filled();
  const [part] = (await home.platform.staging.list("transactions/")).filter(({ name }) =>
    name.includes("part-"),
  );
  const body: Uint8Array[] = [];
  for await (const chunk of home.platform.staging.read(part?.name ?? "")) body.push(chunk);
  await erase({ platform: home.platform, settle: home.settle }, person);
  await home.platform.staging.write(
    "transactions/2024-10-05/restored/1/abc/part-00000.parquet",
    Buffer.concat(body),
  );
  expect(await staged(home)).toContain(person);
  const errors: string[] = [];
  const tomorrow = new Date(Date.now() + 86_400_000);
  const platform: Platform = {
    ...home.platform,
    clock: { ...home.platform.clock, now: () => tomorrow },
    log: { ...home.platform.log, error: (message) => void errors.push(message) },
  };
  await sweep(platform)();
  await sweep(platform)();
  expect(await staged(home)).not.toContain(person);
  expect(errors).toEqual(["rows of an erased customer were found; they are removed"]);
}, 600_000);
