import { dayOf, isoDate } from "../../shared/dates.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Family } from "../../shared/learning/model.ts";
import type { Platform } from "../../shared/platform.ts";
import { driftIn } from "../../shared/registry/drift-report.ts";
import type { CustomerHistory } from "../../shared/serving/snapshot.ts";
import { writeSnapshot } from "../../shared/serving/write-snapshot.ts";
import { dirtySetIn, type ListedToken } from "../../shared/work/dirty-set.ts";
import { union } from "../../shared/work/manifest.ts";
import { type Base, baseOf } from "./base.ts";
import { Batch } from "./batch.ts";
import { customersAfter, customersInTables, isNoBase } from "./customers.ts";
import { asksForEverything } from "./full-rebuild.ts";
import { modelsInForce } from "./models-in-force.ts";
import { type CompanyRead, readCompany } from "./read-company.ts";
import { linesOfForecast, type PredictionsPlan } from "./store-predictions.ts";

type Families = ReadonlyMap<string, Family>;

/**
 * Of the snapshot in force and the days that the tokens name; where that cannot be, of the tables alone, with a word on
 * why: it costs what all history weighs. Either way gives the same bytes.
 */
export const makeSnapshot = async (
  platform: Platform,
  families: Families,
  id: string,
  tokens: readonly ListedToken[],
): Promise<PredictionsPlan[]> => {
  const base = await baseOf(platform);
  const company = await readCompany(platform);
  const write = (customers: Customers, from: From) =>
    writeFrom(platform, families, { id, base, company, customers }, from);
  const whole = (why: string) => write(customersInTables(platform.warehouse), { days: "all", why });
  const { manifest: snapshot, why = "it was asked for" } = base;
  if (!snapshot || asksForEverything(tokens)) return whole(why);
  const days = union(...tokens.map((token) => token.days));
  const change = { snapshot, days, counted: company.customers, moreToCome: moreThan(platform, tokens) };
  try {
    return await write(customersAfter(platform, change), { days: days.length, after: snapshot.id });
  } catch (error) {
    if (!isNoBase(error)) throw error;
    const why = messageOf(error);
    platform.log.warn("the snapshot in force is no base for the next one", { snapshot: snapshot.id, why });
    return whole(why);
  }
};

type Customers = AsyncIterable<readonly [string, CustomerHistory]>;

/** How much was read of the tables, for the log. */
type From = Readonly<Record<string, string | number>>;

interface Parts {
  readonly id: string;
  readonly base: Base;
  readonly company: CompanyRead;
  readonly customers: Customers;
}

const writeFrom = async (
  platform: Platform,
  families: Families,
  { id, base, company: { company, firstDay, asOf }, customers }: Parts,
  read: From,
): Promise<PredictionsPlan[]> => {
  const started = platform.clock.now();
  const from = asOf === null ? undefined : isoDate(dayOf(asOf) + 1);
  const moment = from === undefined ? undefined : { company, from };
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
    company,
    customers: batch.through(customers),
  });
  await base.remember(id, generation);
  for (const report of batch.drift(platform.clock.now())) await driftIn(platform.state).record(report);
  platform.log.info("published", {
    snapshot: id,
    customers: manifest.customers,
    ...read,
    tasks: batch.names,
    ms: platform.clock.now().getTime() - started.getTime(),
  });
  const forecast = company.forecast ? linesOfForecast(company.forecast) : null;
  if (from === undefined || (batch.names.length === 0 && forecast === null)) return [];
  const madeOn = started.toISOString().slice(0, 10);
  return [{ from, madeOn, tasks: [...batch.names], slices: [...batch.slices], forecast }];
};

/** Days that the tokens do not name are on their way. The order matters: the stage before gives its tokens up last. */
const moreThan = (platform: Platform, tokens: readonly ListedToken[]) => async (): Promise<boolean> => {
  const dirty = dirtySetIn(platform.state);
  for (const stage of platform.graph["publish"]?.wokenBy ?? [])
    if ((await dirty.count(stage)) > 0) return true;
  return (await dirty.count("publish")) > tokens.length;
};
