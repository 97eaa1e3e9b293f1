import { systemClock } from "../../infra/clock.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { readEntries } from "../../shared/serving/parts.ts";
import { company } from "../../shared/serving/sections/company.ts";
import { type CustomerHistory, customers } from "../../shared/serving/sections/customers.ts";
import { CurrentSnapshot, currentName } from "../../shared/serving/snapshot-manifest.ts";
import { shardedSection, wholeSection } from "../../shared/serving/write-parts.ts";
import { currentGeneration, writeSnapshot } from "../../shared/serving/write-snapshot.ts";
import { textOf } from "../ports/bytes.ts";
import { readerOf } from "../shared/serving/snapshot-contents.ts";
import type { ServedHome } from "./served-home.ts";

const servingOf = ({ buckets }: ServedHome): ObjectStore => buckets.bucket("serving");

/** Publishes the snapshot in force under another name: every customer has spent so many times as much. */
export const publishTimes = async (served: ServedHome, id: string, times: number): Promise<void> => {
  const serving = servingOf(served);
  const reader = readerOf(serving, { clock: systemClock, log: silentLog, freshMs: 0 });
  const snapshot = (await reader.current())?.value;
  if (!snapshot) throw new Error("nothing is published");
  const { created, firstDay, asOf, currency, timeZone } = snapshot.manifest;
  await writeSnapshot(serving, id, {
    replaces: await currentGeneration(serving),
    facts: { created, firstDay, asOf, currency, timeZone },
    sections: [
      wholeSection(company, snapshot.section(company)),
      shardedSection(customers, spentTimes(readEntries(serving, snapshot.manifest, customers), times)),
    ],
  });
};

async function* spentTimes(histories: AsyncIterable<readonly [string, CustomerHistory]>, times: number) {
  for await (const [id, history] of histories) {
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
  const broken = { ...CurrentSnapshot.parse(JSON.parse(good)), manifest: "serving/never/manifest.json" };
  await serving.write(currentName, JSON.stringify(broken));
  return async () => void (await serving.write(currentName, good));
};
