import type { ObjectStore } from "../../shared/ports.ts";
import {
  CompanyView,
  Current,
  Customers,
  currentName,
  Manifest,
  type Shard,
} from "../../shared/serving/snapshot.ts";
import { inForceNow, writeSnapshot } from "../../shared/serving/write-snapshot.ts";
import { textOf } from "../ports/bytes.ts";
import type { ServedHome } from "./served-home.ts";

const servingOf = ({ buckets }: ServedHome): ObjectStore => buckets.bucket("serving");

const contentOf = async (serving: ObjectStore, name: string): Promise<unknown> =>
  JSON.parse(await textOf(serving.read(name)));

/** What is in force once more, under another name: every customer has spent so many times as much. */
export const publishTimes = async (served: ServedHome, id: string, times: number): Promise<void> => {
  const serving = servingOf(served);
  const { manifest: name } = Current.parse(await contentOf(serving, currentName));
  const manifest = Manifest.parse(await contentOf(serving, name));
  const { created, firstDay, asOf, currency, timeZone } = manifest;
  await writeSnapshot(serving, id, {
    replaces: await inForceNow(serving),
    facts: { created, firstDay, asOf, currency, timeZone },
    company: CompanyView.parse(await contentOf(serving, manifest.company.object)),
    customers: customersTimes(serving, manifest.shards, times),
  });
};

async function* customersTimes(serving: ObjectStore, shards: readonly Shard[], times: number) {
  for (const { object } of shards)
    for (const [id, history] of Object.entries(Customers.parse(await contentOf(serving, object)))) {
      const days = history.days.map(
        ([date, country, orders, items, products, gross, returns, net]): (typeof history.days)[number] => [
          ...([date, country, orders, items, products] as const),
          ...([gross * times, returns * times, net * times] as const),
        ],
      );
      yield [id, { ...history, days }] as const;
    }
}

/** A snapshot in force that was never finished. Answers how to mend it. */
export const breakSnapshot = async (served: ServedHome): Promise<() => Promise<void>> => {
  const serving = servingOf(served);
  const good = await textOf(serving.read(currentName));
  const broken = { ...Current.parse(JSON.parse(good)), manifest: "serving/never/manifest.json" };
  await serving.write(currentName, JSON.stringify(broken));
  return async () => void (await serving.write(currentName, good));
};
