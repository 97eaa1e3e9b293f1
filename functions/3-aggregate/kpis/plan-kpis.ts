import { z } from "zod";
import { firstDate, lastDate } from "../../../shared/dates.ts";
import { definitionChanges, definitionsOf, recordedDefinitions } from "../../../shared/kpis/definitions.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import { calendarOf } from "../../../shared/kpis/sources.ts";
import { usesTiers } from "../../../shared/kpis/uses-tiers.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Row, Warehouse } from "../../../shared/ports.ts";
import { date, dayParams, sqlFile } from "../../../shared/sql.ts";
import { union } from "../../../shared/work/manifest.ts";
import { changedValues } from "./changed-values.ts";
import {
  allPeriods,
  changedPeriods,
  daysIn,
  inSlices,
  otherPeriods,
  type Periods,
  periodsIn,
  periodsOf,
} from "./periods.ts";
import { usesFirstOrders } from "./print-lines.ts";
import { periodsSql } from "./print-script.ts";

const knownPeriods = sqlFile(import.meta.url, "known_periods.sql");
const movedFirstOrders = sqlFile(import.meta.url, "moved_first_orders.sql");
const firstMovedTier = sqlFile(import.meta.url, "first_moved_tier.sql");
const movedTiers = sqlFile(import.meta.url, "moved_tiers.sql");
const nextFirstOrders = sqlFile(import.meta.url, "next_first_orders.sql");

const dayList = z.array(z.iso.date());

/** What one round computes. It is written into the lease before it is done. */
export const KpiPlan = z.strictObject({
  /** The days whose first orders are brought up to date, and from when on orders are read for that. */
  days: dayList,
  historyFrom: z.iso.date(),
  slices: z.array(
    z.strictObject({ kpis: z.array(z.string()), daily: dayList, weekly: dayList, monthly: dayList }),
  ),
  /** Whether rows of KPIs that are defined no more may be there. */
  removes: z.boolean(),
  /** What the values are computed with, for the record. */
  defined: z.record(z.string(), z.string()),
});
export type KpiPlan = z.infer<typeof KpiPlan>;

/**
 * Plans the values that the changed days alter. Called after the other metrics are rebuilt and before any KPI is. A changed
 * day alters its day, week and month; those of a day that gains or loses a customer's first order; the periods whose state
 * changes, as the newest week when a later one begins; and, of KPIs that ask for tiers, those of days on which somebody is in
 * another tier than before. Where `others` changed, the KPIs of other calendars than that of sales are compared with what is
 * in the table. Undefined if there is nothing to do.
 */
export const planKpis = async (
  platform: Platform,
  changed: readonly string[],
  others: boolean,
): Promise<KpiPlan | undefined> => {
  const { warehouse, state } = platform;
  const recorded = await recordedDefinitions(state);
  const { changed: redefined, removed } = definitionChanges(platform.kpis, recorded);
  const kpis = platform.kpis.filter(isOfSales);
  // Without a record all periods are computed anyway, and every customer would have moved.
  const moved = recorded && kpis.some(usesTiers) ? await movedTierDays(warehouse) : [];
  if (!others && [changed, redefined, removed, moved].every(({ length }) => length === 0)) return undefined;
  const before = (await warehouse.query(knownPeriods)).filter(isSalesPeriod);
  const now = (await warehouse.query(periodsSql)).filter(isSalesPeriod);
  const everything = allPeriods(periodsIn(before), periodsIn(now));
  // Without a record nothing was computed yet, or it is not known with what: all days count as changed.
  const days = recorded ? changed : union(changed, openDays(now));
  const orders = await firstOrderChanges(warehouse, days);
  const touched = recorded
    ? allPeriods(periodsOf(union(days, orders.days)), changedPeriods(before, now))
    : everything;
  const all = kpis.map(({ name }) => name);
  const whole = recorded ? wholeHistory(kpis, redefined) : [];
  const elsewhere = platform.kpis.filter((kpi) => !isOfSales(kpi));
  const partly = all.filter((name) => !whole.includes(name));
  const ofTiers = kpis.filter(usesTiers).map(({ name }) => name);
  return {
    days: [...days],
    historyFrom: orders.historyFrom,
    slices: [
      ...slicesOf(partly, touched),
      ...slicesOf(
        partly.filter((name) => ofTiers.includes(name)),
        otherPeriods(periodsOf(moved), touched),
      ),
      ...slicesOf(whole, everything),
      ...slicesOf(
        elsewhere.map(({ name }) => name),
        await changedValues(platform, elsewhere),
      ),
    ],
    removes: removed.length > 0 || !recorded,
    defined: definitionsOf(platform.kpis),
  };
};

const isOfSales = ({ source }: Kpi): boolean => calendarOf(source) === "sales";

/** A home of an earlier version knew no other calendar. */
const isSalesPeriod = (row: Row): boolean => (row["calendar"] ?? "sales") === "sales";

/**
 * KPIs that are computed for all periods: those with another definition, and those of raw rows that ask for first orders,
 * because only those of clean lines are kept.
 */
const wholeHistory = (kpis: readonly Kpi[], redefined: readonly string[]): readonly string[] =>
  kpis
    .filter((kpi) => redefined.includes(kpi.name) || (kpi.source !== "clean.lines" && usesFirstOrders(kpi)))
    .map(({ name }) => name);

const slicesOf = (kpis: readonly string[], periods: Periods): KpiPlan["slices"] =>
  kpis.length === 0
    ? []
    : inSlices(periods).map(({ daily, weekly, monthly }) => ({
        kpis: [...kpis],
        daily: [...daily],
        weekly: [...weekly],
        monthly: [...monthly],
      }));

const openDays = (periods: readonly Row[]): readonly string[] =>
  daysIn(periodsIn(periods.filter((row) => row["cadence"] === "daily" && row["state"] === "complete")));

/** The days on which some customer with lines is in another tier than when the values were computed last. */
const movedTierDays = async (warehouse: Warehouse): Promise<readonly string[]> => {
  const [row] = await warehouse.query(firstMovedTier);
  const movedFrom = row?.["moved_from"] ?? null;
  if (movedFrom === null) return [];
  const rows = await warehouse.query(movedTiers, { moved_from: date(String(movedFrom)) });
  return rows.map(({ day }) => String(day));
};

/** Days outside of the changed ones that gain or lose a first order. History is read only if a first order is lost. */
const firstOrderChanges = async (warehouse: Warehouse, days: readonly string[]) => {
  if (days.length === 0) return { days: [], historyFrom: lastDate };
  const moved = await warehouse.query(movedFirstOrders, dayParams(days));
  const isLost = moved.some((row) => row["is_lost"] === true);
  const historyFrom = isLost ? firstDate : lastDate;
  const next = isLost
    ? await warehouse.query(nextFirstOrders, { ...dayParams(days), history_from: date(historyFrom) })
    : [];
  return { days: [...moved, ...next].map((row) => String(row["day"])), historyFrom };
};
