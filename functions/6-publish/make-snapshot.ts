import { dayOf, isoDate } from "../../shared/dates.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Family } from "../../shared/learning/model.ts";
import type { Platform } from "../../shared/platform.ts";
import { driftIn } from "../../shared/registry/drift-report.ts";
import type { Entries } from "../../shared/serving/section.ts";
import { company as companySection } from "../../shared/serving/sections/company.ts";
import { customerRanks } from "../../shared/serving/sections/customer-ranks.ts";
import {
  type CustomerHistory,
  customers as customersSection,
} from "../../shared/serving/sections/customers.ts";
import { findings as findingsSection } from "../../shared/serving/sections/findings.ts";
import { kpiSeries, kpis as kpisSection } from "../../shared/serving/sections/kpis.ts";
import { quality as qualitySection } from "../../shared/serving/sections/quality.ts";
import { quarantine } from "../../shared/serving/sections/quarantine.ts";
import {
  allParts,
  entryCount,
  folderOf,
  type SnapshotManifest,
} from "../../shared/serving/snapshot-manifest.ts";
import { shardedSection, wholeSection } from "../../shared/serving/write-parts.ts";
import { writeSnapshot } from "../../shared/serving/write-snapshot.ts";
import { dirtySetIn, type ListedToken } from "../../shared/work/dirty-set.ts";
import { union } from "../../shared/work/manifest.ts";
import { type Base, findBase } from "./base.ts";
import { Batch } from "./batch.ts";
import { creditSections } from "./credit/credit-sections.ts";
import { customersAfter, customersInTables, isNoBase } from "./customers.ts";
import { asksForFullRebuild } from "./full-rebuild.ts";
import { modelsInForce } from "./models-in-force.ts";
import { type CompanyRead, readCompany } from "./read-company.ts";
import { readFindings } from "./read-findings.ts";
import { readKpis } from "./read-kpis.ts";
import { readQuality } from "./read-quality.ts";
import { readQuarantine } from "./read-quarantine.ts";
import { forecastLines, type PredictionsPlan } from "./store-predictions.ts";

export type Families = ReadonlyMap<string, Family>;

/**
 * Updates the snapshot in force by the days that the tokens name. If that is impossible, rebuilds it from all history and
 * logs why. Both give the same content.
 */
export const makeSnapshot = async (
  platform: Platform,
  families: Families,
  id: string,
  tokens: readonly ListedToken[],
): Promise<PredictionsPlan[]> => {
  const { manifest: snapshot, why = "it was asked for", ...base } = await findBase(platform);
  const company = await readCompany(platform);
  const write = (content: Content, read: ReadFromTables) =>
    writeFrom(platform, families, { id, base, company, ...content }, read);
  const whole = (why: string) =>
    write({ customers: customersInTables(platform.warehouse) }, { days: "all", why });
  if (!snapshot || asksForFullRebuild(tokens)) return whole(why);
  const days = union(...tokens.map((token) => token.days));
  const change = { snapshot, days, counted: company.customersByDay, moreToCome: moreThan(platform, tokens) };
  try {
    const customers = customersAfter(platform, change);
    return await write({ customers, snapshot }, { days: days.length, after: snapshot.id });
  } catch (error) {
    if (!isNoBase(error)) throw error;
    const why = messageOf(error);
    platform.log.warn("the snapshot in force cannot be updated; it is rebuilt", {
      snapshot: snapshot.id,
      why,
    });
    return whole(why);
  }
};

interface Content {
  readonly customers: Entries<CustomerHistory>;
  /** The snapshot that is updated. A rebuild takes over no part of the one before: that may be why it is made. */
  readonly snapshot?: SnapshotManifest;
}

/** How much was read from the tables, for the log. */
type ReadFromTables = Readonly<Record<string, string | number>>;

interface NewSnapshot extends Content {
  readonly id: string;
  readonly base: Omit<Base, "manifest" | "why">;
  readonly company: CompanyRead;
}

const writeFrom = async (
  platform: Platform,
  families: Families,
  { id, base, company, customers, snapshot }: NewSnapshot,
  read: ReadFromTables,
): Promise<PredictionsPlan[]> => {
  const started = platform.clock.now();
  const { view, firstDay, asOf } = company;
  const from = asOf === null ? undefined : isoDate(dayOf(asOf) + 1);
  const moment = from === undefined ? undefined : { company: view, from };
  const kpis = await readKpis(platform, asOf);
  const batch = new Batch(platform.serving, id, await modelsInForce(platform, families), moment);
  const { manifest, generation } = await writeSnapshot(platform.serving, id, {
    replaces: base.replaces,
    facts: {
      created: started.toISOString(),
      firstDay,
      asOf,
      currency: platform.company.baseCurrency,
      timeZone: platform.company.timeZone,
    },
    // In the order of writing.
    sections: [
      wholeSection(companySection, view),
      wholeSection(findingsSection, await readFindings(platform, asOf)),
      wholeSection(qualitySection, await readQuality(platform, asOf)),
      shardedSection(customersSection, batch.through(customers)),
      // After the customers, who are ranked while they stream by.
      wholeSection(customerRanks, () => batch.ranks()),
      wholeSection(quarantine, await readQuarantine(platform.warehouse, asOf)),
      ...(await creditSections(platform, families)),
      wholeSection(kpisSection, kpis.list),
      shardedSection(kpiSeries, inOrder(kpis.histories)),
    ],
    base: snapshot,
  });
  await base.remember(id, generation);
  for (const report of batch.drift(platform.clock.now())) await driftIn(platform.state).record(report);
  platform.log.info("published", {
    snapshot: id,
    customers: entryCount(manifest, customersSection.name),
    ...read,
    ...partCounts(manifest),
    tasks: batch.names,
    ms: platform.clock.now().getTime() - started.getTime(),
  });
  const forecast = view.forecast ? forecastLines(view.forecast) : null;
  if (from === undefined || (batch.names.length === 0 && forecast === null)) return [];
  const madeOn = started.toISOString().slice(0, 10);
  return [{ from, madeOn, tasks: [...batch.names], slices: batch.slices, forecast }];
};

async function* inOrder<Entry>(entries: readonly (readonly [string, Entry])[]) {
  yield* entries;
}

/** Parts that were written for this snapshot, and parts that it takes over from earlier ones. */
const partCounts = (manifest: SnapshotManifest) => {
  const parts = allParts(manifest);
  const written = parts.filter(({ object }) => object.startsWith(folderOf(manifest.id))).length;
  return { written, carriedOver: parts.length - written };
};

/** Days that the tokens do not name are on their way. The order matters: the stage before gives its tokens up last. */
const moreThan = (platform: Platform, tokens: readonly ListedToken[]) => async (): Promise<boolean> => {
  const dirty = dirtySetIn(platform.state);
  for (const stage of platform.graph["publish"]?.wokenBy ?? [])
    if ((await dirty.count(stage)) > 0) return true;
  return (await dirty.count("publish")) > tokens.length;
};
