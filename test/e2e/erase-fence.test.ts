import { expect, it } from "vitest";
import { ingest } from "../../functions/1-ingest/ingest.ts";
import { erase } from "../../functions/operations/erase/erase.ts";
import type { Platform } from "../../shared/platform.ts";
import { sales } from "../functions/1-ingest/landing.ts";
import { dyingAt } from "../functions/1-ingest/worlds.ts";
import { type TemporaryHome, temporaryHome } from "./temporary-home.ts";
import { staged, tables } from "./whole-text.ts";

const person = "C-4711-x";
const day = (date: string, ...who: readonly string[]) =>
  sales(
    ...who.map((customer, index) => `${date}-${index},P${index},2,${date}T10:00:00,2.50,GBP,${customer}`),
  );
const name = "transactions/2024-10-09.csv";

/** A platform whose first upload of staged rows stands still until it is let go, and which may die right after it. */
const stopped = (home: TemporaryHome, { dies = false } = {}) => {
  const { promise: gate, resolve: goOn } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  let isFirst = true;
  const platform: Platform = {
    ...home.platform,
    staging: {
      ...dyingAt(home.platform.staging, dies ? /report/ : /(?!)/),
      async upload(object, path, options) {
        if (isFirst) {
          isFirst = false;
          reach();
          await gate;
        }
        return home.platform.staging.upload(object, path, options);
      },
    },
  };
  return { platform, reached, goOn };
};

const filled = async () => {
  const home = await temporaryHome();
  await home.dropText("transactions/2024-10-05.csv", day("2024-10-05", person, "C1"));
  await home.settle();
  const { generation } = await home.platform.landing.write(name, day("2024-10-09", person, "C1"));
  return { home, event: { bucket: home.platform.landingName, name, generation } };
};
const run = (home: TemporaryHome) => erase({ platform: home.platform, settle: home.settle }, person);

it("a file that was being read when a certificate was issued brings nobody back", async () => {
  const { home, event } = await filled();
  const { platform, reached, goOn } = stopped(home);
  const slow = ingest(platform)(event).catch(String);
  await reached;
  await run(home);
  goOn();
  expect(await slow).toContain("a person was erased while it was read");
  expect(await staged(home)).not.toContain(person);
  await ingest(home.platform)(event);
  await home.settle();
  expect(await home.rows("select customer_id from clean.lines where business_date = '2024-10-09'")).toEqual([
    { customer_id: "C1" },
  ]);
}, 600_000);

it("a late, doubled delivery that dies does not overwrite what is in force", async () => {
  const { home, event } = await filled();
  const { platform, reached, goOn } = stopped(home, { dies: true });
  const late = ingest(platform)(event).catch(String);
  await reached;
  await run(home);
  await ingest(home.platform)(event);
  await home.settle();
  goOn();
  await late;
  await home.dropText("transactions/2024-10-09-b.csv", day("2024-10-09", "C7"));
  await home.settle();
  for (const text of [await tables(home), await staged(home)]) expect(text).not.toContain(person);
}, 600_000);
