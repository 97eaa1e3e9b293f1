import { expect, it } from "vitest";
import { publish } from "../../../functions/6-publish/publish.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { wake } from "../../../shared/events.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { customers } from "../../../shared/serving/sections/customers.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { readerOf } from "../../shared/serving/snapshot-contents.ts";

const sale = (amount: string) =>
  `invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id\nA1,P1,1,2024-02-01T10:00:00,${amount},C1\n`;

it("a snapshot that was made too slowly does not take the place of a newer one", async () => {
  const home = await temporaryHome();
  const { platform } = home;
  await home.dropText("transactions/2024-02-01.csv", sale("10"));
  await home.settle();
  await dirtySetIn(platform.state).add("publish", "again", {
    feed: "metrics",
    fileDate: "2024-02-01",
    days: [],
  });

  // It stands still before it is done, for longer than its lease; meanwhile the day is corrected and published.
  const serving: ObjectStore = {
    ...boundTo(platform.serving),
    async write(name, ...given) {
      if (name.endsWith("manifest.json")) {
        await home.dropText("transactions/2024-02-01.csv", sale("20"));
        await home.settle();
      }
      return platform.serving.write(name, ...given);
    },
  };
  const { now, sleep } = platform.clock;
  const still = { ...platform, serving, leaseMs: -1, clock: { now, sleep } };
  await expect(publish(still, new Map())(wake("publish"))).rejects.toThrow(
    /lease went to another worker|published meanwhile/,
  );

  const reader = readerOf(platform.serving, { clock: platform.clock, log: silentLog, freshMs: 0 });
  const history = await (await reader.newest())?.value.find(customers, "C1");
  expect(history?.days.map((day) => day.at(-1))).toEqual([20]);
});

const boundTo = (store: ObjectStore): ObjectStore => ({
  stat: (...given) => store.stat(...given),
  read: (...given) => store.read(...given),
  list: (...given) => store.list(...given),
  write: (...given) => store.write(...given),
  upload: (...given) => store.upload(...given),
  remove: (...given) => store.remove(...given),
});
