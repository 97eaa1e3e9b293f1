import { dayOf } from "../../../shared/dates.ts";
import type { Movement } from "../../../shared/insights/finding.ts";
import { cooldownDays, shiftCooldownDays } from "./settings.ts";

/** Leaves out what was alarmed a few days before at the same place, in the same way, and at least as badly. */
export const withoutRepeats = (movements: readonly Movement[]): Movement[] => {
  const byPlace = Map.groupBy(movements, (each) =>
    JSON.stringify([each.kpi, each.cadence, each.dimension, each.segment, each.kind, each.direction]),
  );
  return movements.filter((each) => {
    const key = JSON.stringify([
      each.kpi,
      each.cadence,
      each.dimension,
      each.segment,
      each.kind,
      each.direction,
    ]);
    return !(byPlace.get(key) ?? []).some((other) => repeats(each, other));
  });
};

const repeats = (later: Movement, earlier: Movement): boolean => {
  const days = dayOf(later.period) - dayOf(earlier.period);
  const cooldown = (later.kind === "shift" ? shiftCooldownDays : cooldownDays)[later.cadence];
  return days > 0 && days <= cooldown && Math.abs(later.score) <= worse * Math.abs(earlier.score);
};

/** A tenth more is no news. */
const worse = 1.1;
