import type { Feed } from "../../../shared/contracts/feed.ts";

/** True for rows of @file_dates with days of @days; @first_day and @last_day bound the partitions that are read. */
export const inScope = ({ businessDate }: Feed, day: string): string => {
  const files = "_source_date in unnest(@file_dates)";
  return businessDate === undefined
    ? `${day} in unnest(@file_dates) and ${files}`
    : `${day} between @first_day and @last_day and ${day} in unnest(@days) and ${files}`;
};
