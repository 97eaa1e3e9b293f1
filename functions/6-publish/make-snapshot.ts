import { dayOf, isoDate } from "../../shared/dates.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Family } from "../../shared/learning/model.ts";
import type { Platform } from "../../shared/platform.ts";
import { driftIn } from "../../shared/registry/drift-report.ts";
import type { Entries } from "../../shared/serving/section.ts";
import { company as companySection } from "../../shared/serving/sections/company.ts";
import { customerRanks } from "../../shared/serving/sections/customer-ranks.ts";
import type { CustomerHistory } from "../../shared/serving/sections/customers.ts";
import { favourites } from "../../shared/serving/sections/favourites.ts";
import { findings as findingsSection } from "../../shared/serving/sections/findings.ts";
import { pastForecasts } from "../../shared/serving/sections/past-forecasts.ts";
import { quality as qualitySection } from "../../shared/serving/sections/quality.ts";
import { quarantine } from "../../shared/serving/sections/quarantine.ts";
import type { SnapshotManifest } from "../../shared/serving/snapshot-manifest.ts";
import { shardedSection, wholeSection } from "../../shared/serving/write-parts.ts";
import { writeSnapshot } from "../../shared/serving/write-snapshot.ts";
import type { ListedToken } from "../../shared/work/dirty-set.ts";
import { erasuresIn } from "../../shared/work/erasures.ts";
import { union } from "../../shared/work/manifest.ts";
import { type Base, findBase } from "./base.ts";
import { Batch } from "./batch.ts";
import { creditSections } from "./credit/credit-sections.ts";
import {
  assertAgreement,
  type CustomersByDay,
  customersAfter,
  customersInTables,
  isNoBase,
} from "./customers.ts";
import { earlierRun, versionsOf } from "./earlier-run.ts";
import { asksForFullRebuild } from "./full-rebuild.ts";
import { kpiSections } from "./kpi-sections.ts";
import { logPublished } from "./log-published.ts";
import { type ModelInForce, modelsInForce } from "./models-in-force.ts";
import { moreThan } from "./more-to-come.ts";
import { companyOf, forgetProgress, keepProgress, type Progress, storedCompany } from "./progress.ts";
import { type CompanyRead, readCompany } from "./read-company.ts";
import { readFavourites } from "./read-favourites.ts";
import { readFindings } from "./read-findings.ts";
import { readPastForecasts } from "./read-past-forecasts.ts";
import { readQuality } from "./read-quality.ts";
import { readQuarantine } from "./read-quarantine.ts";
import { type PredictionsPlan, planPredictions } from "./store-predictions.ts";
import { customersInRuns, Paused } from "./write-customers.ts";

export type Families = ReadonlyMap<string, Family>;

export interface Run {
  /** Of the snapshot, should this run end it. */
  readonly id: string;
  readonly tokens: readonly ListedToken[];
  isOver(): boolean;
}

export interface Made {
  readonly plans: readonly PredictionsPlan[];
  /** What the snapshot contains: those that the first of its runs has listed. */
  readonly tokens: readonly ListedToken[];
}

/**
 * Updates the snapshot in force by the days that the tokens name. If that is impossible, rebuilds it from all history and
 * logs why. Both give the same content. With more customers than one run can write, the next run continues.
 */
export const makeSnapshot = async (
  platform: Platform,
  families: Families,
  { id, tokens: listed, isOver }: Run,
): Promise<Made | "paused"> => {
  const base = await findBase(platform);
  const models = await modelsInForce(platform, families);
  const earlier = await earlierRun(platform, base, models);
  const tokens = earlier?.tokens ?? listed;
  const company = earlier ? companyOf(earlier) : await readCompany(platform);
  const next = { id, isOver, base, models, families, company, tokens };
  const after = earlier?.customers.after;
  const { manifest: snapshot } = base;
  if (earlier ? earlier.base === null : !snapshot || asksForFullRebuild(tokens)) {
    const why = earlier?.why ?? base.why ?? "it was asked for";
    return write(platform, {
      ...next,
      customers: customersInTables(platform.warehouse, after),
      why,
      earlier,
    });
  }
  const days = union(...tokens.map((token) => token.days));
  const agree = (found: CustomersByDay) =>
    assertAgreement(found, company.customersByDay, moreThan(platform, tokens));
  try {
    const customers = customersAfter(platform, { snapshot: snapshot as SnapshotManifest, days }, after);
    return await write(platform, { ...next, customers, snapshot, agree, earlier, days });
  } catch (error) {
    if (!isNoBase(error)) throw error;
    const why = messageOf(error);
    platform.log.warn("the snapshot in force cannot be updated; it is rebuilt", {
      snapshot: snapshot?.id,
      why,
    });
    return write(platform, { ...next, customers: customersInTables(platform.warehouse), why });
  }
};

interface NewSnapshot extends Run {
  readonly base: Base;
  readonly models: readonly ModelInForce[];
  readonly families: Families;
  readonly company: CompanyRead;
  readonly customers: Entries<CustomerHistory>;
  /** The snapshot that is updated. A rebuild takes over no part of the one before: that may be why it is made. */
  readonly snapshot?: SnapshotManifest | undefined;
  readonly days?: readonly string[];
  /** Why everything is read from the tables. */
  readonly why?: string;
  readonly agree?: (found: CustomersByDay) => Promise<void>;
  readonly earlier?: Progress | undefined;
}

const write = async (platform: Platform, next: NewSnapshot): Promise<Made | "paused"> => {
  const { serving, clock } = platform;
  const { company, earlier } = next;
  const started = earlier ? new Date(earlier.started) : clock.now();
  const from = company.asOf === null ? undefined : isoDate(dayOf(company.asOf) + 1);
  const moment = from === undefined ? undefined : { company: company.view, from };
  const batch = new Batch(serving, next.id, next.models, moment, earlier?.predictions);
  try {
    const { manifest, generation } = await writeAll(platform, next, batch, started);
    await next.base.remember(next.id, generation);
    await forgetProgress(serving);
    for (const report of batch.drift(clock.now())) await driftIn(platform.state).record(report);
    logPublished(platform, { ...next, tasks: batch.names }, manifest, started);
    return { plans: planPredictions(company, from, batch, started), tokens: next.tokens };
  } catch (error) {
    if (!(error instanceof Paused)) throw error;
    const erasures = await erasuresIn(platform.state).count();
    await keepProgress(serving, { ...progressOf(next, batch, error, started), erasures });
    platform.log.info(error.message, { runs: (earlier?.runs ?? 0) + 1 });
    return "paused";
  }
};

const writeAll = async (platform: Platform, next: NewSnapshot, batch: Batch, started: Date) => {
  const { base, company, customers, snapshot, earlier, isOver, agree = async () => {} } = next;
  const quality = await readQuality(platform, company.asOf);
  return writeSnapshot(platform.serving, next.id, {
    replaces: base.replaces,
    facts: {
      created: started.toISOString(),
      firstDay: company.firstDay,
      asOf: company.asOf,
      currency: platform.company.baseCurrency,
      timeZone: platform.company.timeZone,
    },
    // In the order of writing.
    sections: [
      wholeSection(companySection, company.view),
      wholeSection(findingsSection, await readFindings(platform, company.asOf)),
      wholeSection(qualitySection, quality),
      customersInRuns(customers, { batch, earlier: earlier?.customers, isOver, agree }),
      // After the customers, who are ranked while they are written.
      wholeSection(customerRanks, () => batch.ranks()),
      shardedSection(favourites, readFavourites(platform.warehouse, company.asOf)),
      wholeSection(pastForecasts, await readPastForecasts(platform.warehouse, company.asOf)),
      wholeSection(quarantine, await readQuarantine(platform.warehouse, company.asOf, quality)),
      ...(await creditSections(platform, next.families)),
      ...(await kpiSections(platform, company.asOf)),
    ],
    base: snapshot,
    // They are stored in tables after the switch.
    alsoNeeded: () => batch.slices,
  });
};

const progressOf = (
  next: NewSnapshot,
  batch: Batch,
  paused: Paused,
  started: Date,
): Omit<Progress, "erasures"> => ({
  schema: "daybook.publishing/v1",
  replaces: next.base.replaces,
  method: next.base.method,
  models: versionsOf(next.models),
  tokens: [...next.tokens],
  started: started.toISOString(),
  runs: (next.earlier?.runs ?? 0) + 1,
  base: next.snapshot?.id ?? null,
  why: next.why ?? "",
  company: storedCompany(next.company),
  customers: paused.customers,
  predictions: batch.state,
});
