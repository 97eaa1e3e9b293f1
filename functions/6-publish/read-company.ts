import { z } from "zod";
import { messageOf, RejectedInput } from "../../shared/errors.ts";
import { isHoliday } from "../../shared/holidays/holidays.ts";
import { forecastSeries } from "../../shared/learning/forecast/forecast.ts";
import { forecasterInUse } from "../../shared/learning/forecast/in-use.ts";
import { buildSeries } from "../../shared/learning/forecast/series.ts";
import type { Platform } from "../../shared/platform.ts";
import type { CompanyView, PublishedForecast } from "../../shared/serving/sections/company.ts";
import { sqlFile } from "../../shared/sql.ts";

const daysSql = sqlFile(import.meta.url, "company_days.sql");
const horizonDays = 30;

const Row = z.object({
  business_date: z.iso.date(),
  dimension: z.enum(["company", "country"]),
  value: z.string(),
  orders: z.int(),
  customers: z.int(),
  gross: z.number(),
  net: z.number(),
});

type SalesDay = CompanyView["sales"][number];
type CountryDay = CompanyView["countries"][number];

export interface CompanyRead {
  readonly view: CompanyView;
  readonly firstDay: string | null;
  readonly asOf: string | null;
  /** How many customers bought or returned on each day. */
  readonly customersByDay: ReadonlyMap<string, number>;
}

/** Reads the company's days, and forecasts the next ones. */
export const readCompany = async (platform: Platform): Promise<CompanyRead> => {
  const rows = z.array(Row).parse(await platform.warehouse.query(daysSql));
  const ofCompany = rows.filter(({ dimension }) => dimension === "company");
  const sales = ofCompany.map(({ business_date, net, orders }): SalesDay => [business_date, net, orders]);
  const countries = rows
    .filter(({ dimension }) => dimension === "country")
    .map(({ business_date, value, orders, gross }): CountryDay => [business_date, value, orders, gross]);
  return {
    view: { sales, countries, ...(await forecast(platform, sales)) },
    firstDay: sales[0]?.[0] ?? null,
    asOf: sales.at(-1)?.[0] ?? null,
    customersByDay: new Map(ofCompany.map(({ business_date, customers }) => [business_date, customers])),
  };
};

const forecast = async (
  platform: Platform,
  sales: readonly SalesDay[],
): Promise<Pick<CompanyView, "forecast" | "forecastMissing">> => {
  try {
    const { forecaster, version } = await forecasterInUse(platform.models);
    const { timeZone } = platform.company;
    const series = {
      ...buildSeries(sales.map(([date, net]) => [date, net])),
      isHoliday: (day: number) => isHoliday(day, timeZone),
    };
    const made = forecastSeries(series, forecaster, horizonDays);
    const published: PublishedForecast = {
      method: forecaster.name,
      version,
      ...made,
      days: made.days.map(inHundredths),
      total: inHundredths(made.total),
      notes: [...made.notes],
    };
    return { forecast: published, forecastMissing: null };
  } catch (error) {
    if (error instanceof RejectedInput) return { forecast: null, forecastMissing: messageOf(error) };
    throw error;
  }
};

/** Rounds every figure to a hundredth of the currency. */
const inHundredths = <Figures extends object>(figures: Figures): Figures => {
  const round = (value: unknown) => (typeof value === "number" ? Math.round(value * 100) / 100 : value);
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)])) as Figures;
};
