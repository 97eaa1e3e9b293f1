import type { Feed } from "../../shared/contracts/feed.ts";
import { dayOf, isoDate } from "../../shared/dates.ts";
import type { ShortDay } from "../../shared/work/feed-watch.ts";
import type { Manifest } from "../../shared/work/manifest.ts";

const weeksBack = 8;
const weeksNeeded = 3;
const daysLookedAt = 14;

/** The newest file dates with far fewer rows than their weekday usually has: the export may have been cut short. */
export const findShortDays = (feed: Feed, manifests: readonly Manifest[]): readonly ShortDay[] => {
  const { volumeDropPercent } = feed.expects;
  if (volumeDropPercent === undefined) return [];
  const rowsOn = new Map<string, number>();
  for (const { fileDate, rows } of manifests) rowsOn.set(fileDate, (rowsOn.get(fileDate) ?? 0) + rows);
  return [...rowsOn.keys()]
    .sort()
    .slice(-daysLookedAt)
    .flatMap((fileDate) => {
      const rows = rowsOn.get(fileDate) ?? 0;
      const usual = usualRows(rowsOn, fileDate);
      return usual !== undefined && rows < usual * (1 - volumeDropPercent / 100)
        ? [{ fileDate, rows, usual }]
        : [];
    });
};

/** The median of the same weekday: few files are enough for it, and one odd week does not move it. */
const usualRows = (rowsOn: ReadonlyMap<string, number>, fileDate: string): number | undefined => {
  const before = Array.from({ length: weeksBack }, (_, week) =>
    rowsOn.get(isoDate(dayOf(fileDate) - (week + 1) * 7)),
  );
  const known = before.filter((rows) => rows !== undefined).sort((left, right) => left - right);
  return known.length < weeksNeeded ? undefined : known[Math.floor(known.length / 2)];
};
