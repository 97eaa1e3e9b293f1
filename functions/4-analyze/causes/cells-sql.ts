import type { Cadence } from "../../../shared/kpis/kpi.ts";
import { tierOfDayJoin } from "../../../shared/kpis/tier-of-day.ts";
import { memberSql } from "./dimensions.ts";
import type { LineAmounts } from "./measures.ts";
import { singleDimensions } from "./single.ts";

/** The first day of a line's window. */
const windowStart: Readonly<Record<Cadence, string>> = {
  daily: "line.business_date",
  weekly: "date_trunc(line.business_date, week(monday))",
  monthly: "date_trunc(line.business_date, month)",
};

/** Members beyond the largest are put together: their segments would be dust. */
const mostMembers = 15;

/** So many orders, customers and products are looked at alone. */
const mostSingles = 3;

const singleColumns: Readonly<Record<(typeof singleDimensions)[number], string>> = {
  order: "line.invoice_no",
  customer: "line.customer_id",
  product: "line.stock_code",
};

/**
 * The cells of a cube: one row per window and combination of members. Everything that is printed comes from the KPI's
 * checked formula, its checked columns and the lists above. Parameters: @days array<date>, @first_day date, @last_day date,
 * @period date, @windows int64 (how many the period is compared with), and @segment string if only the lines of one member
 * of the dimension `within` count. Tiers are joined for a KPI that asks for them.
 */
export const cellsSql = (
  cadence: Cadence,
  amounts: LineAmounts,
  dimensions: readonly string[],
  { within, usesTiers = false }: { readonly within?: string | undefined; readonly usesTiers?: boolean } = {},
): string => {
  const tables = [
    pickedSql(windowStart[cadence], amounts, dimensions, { within, usesTiers }),
    capSql,
    ...dimensions.map(largestSql),
    ...singleDimensions.map(singleSql),
    namedSql(dimensions),
  ];
  return `with ${tables.join(",\n")}\n${totalsSql([...dimensions, ...singleDimensions])}`;
};

const rowsRead =
  "line.business_date between @first_day and @last_day and line.business_date in unnest(@days)";

/** Lines of the period and of the windows, with their members. A formula names columns alone: none may stand in both tables. */
const pickedSql = (
  start: string,
  { upper, lower }: LineAmounts,
  dimensions: readonly string[],
  { within, usesTiers }: { readonly within: string | undefined; readonly usesTiers: boolean },
): string => `picked as (
select
  ${[
    `${start} as window_start`,
    `cast(${upper} as numeric) as upper_amount`,
    `cast(${lower ?? "numeric '0'"} as numeric) as lower_amount`,
    ...dimensions.map((name) => `${memberSql(name, start)} as ${name}_member`),
    ...singleDimensions.map((name) => `${singleColumns[name]} as ${name}_member`),
  ].join(",\n  ")}
from clean.lines as line
left join (select customer_id as known_customer, first_order_day from metrics.first_orders) as known
  on known.known_customer = line.customer_id
${usesTiers ? tierOfDayJoin("clean.lines", rowsRead) : ""}
where ${rowsRead}${within === undefined ? "" : `\n  and ${memberSql(within, start)} = @segment`}
)`;

/** A line counts no more than the 99.8 % quantile when segments are ranked. */
const capSql = `sizes as (
select distinct percentile_cont(cast(abs(upper_amount) as float64), 0.998) over () as size
from picked
where upper_amount <> 0
),
cap as (
select cast(round(max(size), 6) as numeric) as most
from sizes
)`;

const largestSql = (name: string): string => `largest_${name} as (
select ${name}_member as member_name
from picked
group by member_name
qualify row_number() over (order by sum(abs(upper_amount)) desc, member_name) <= ${mostMembers}
)`;

/** The largest changes: an order is in one window alone, a customer or product is compared with its mean. */
const singleSql = (name: string): string => `single_${name} as (
select ${name}_member as member_name
from picked
where ${name}_member is not null
group by member_name
qualify row_number() over (
  order by abs(sum(if(window_start = @period, upper_amount * @windows, -upper_amount))) desc, member_name
) <= ${mostSingles}
)`;

const namedSql = (dimensions: readonly string[]): string => `named as (
select
  ${[
    "window_start, upper_amount, lower_amount",
    "greatest(least(upper_amount, most), -most) as capped_amount",
    ...dimensions.map((name) => cellSql(name, `largest_${name}`, "others")),
    ...singleDimensions.map((name) => cellSql(name, `single_${name}`, "")),
  ].join(",\n  ")}
from picked
cross join cap
)`;

/** A member that is not in the list is put under another name. */
const cellSql = (name: string, list: string, other: string): string =>
  `if(${name}_member in (select member_name from ${list}), ${name}_member, '${other}') as ${name}_cell`;

const totalsSql = (dimensions: readonly string[]): string => {
  const cells = dimensions.map((name) => `${name}_cell`).join(", ");
  return `select
  cast(window_start as string) as first_day, ${cells},
  count(*) as line_count, sum(upper_amount) as upper_total, sum(lower_amount) as lower_total,
  sum(ifnull(capped_amount, 0)) as capped_total
from named
group by window_start, ${cells}
order by window_start, ${cells}`;
};
