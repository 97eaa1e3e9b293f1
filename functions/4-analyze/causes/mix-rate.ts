import { approximate, type Nano, nearestNano, total } from "../../../shared/decimal.ts";

/** Both sides of a ratio in one segment, before and now. */
export interface RatioPart {
  readonly name: string;
  readonly before: Sides;
  readonly now: Sides;
}

interface Sides {
  readonly numerator: Nano;
  readonly denominator: Nano;
}

export interface MixAndRate {
  readonly name: string;
  /** Because the segment's weight in the denominator changed. */
  readonly mix: Nano;
  /** Because the segment's own ratio changed. */
  readonly rate: Nano;
}

/**
 * Why a ratio changed: Δ = Σ (w₁ − w₀)(r₀ − R₀) + Σ w₁ (r₁ − r₀), with a segment's weight w, its ratio r and the whole's
 * R. A ratio can rise although it falls in every segment, when sales move to segments where it is high (Simpson); only
 * this split shows it. Undefined unless the segments' denominators add up to the whole's, as distinct counts do not.
 */
export const splitByMixAndRate = (
  parts: readonly RatioPart[],
  whole: Omit<RatioPart, "name">,
): readonly MixAndRate[] | undefined => {
  const addsUp = (time: "before" | "now") =>
    total(parts.map((part) => part[time].denominator)) === whole[time].denominator &&
    total(parts.map((part) => part[time].numerator)) === whole[time].numerator;
  if (!addsUp("before") || !addsUp("now")) return undefined;
  if (whole.before.denominator <= 0n || whole.now.denominator <= 0n) return undefined;
  const ratioBefore = ratio(whole.before) ?? 0;
  return parts.map((part) => {
    const weights = {
      before: approximate(part.before.denominator) / approximate(whole.before.denominator),
      now: approximate(part.now.denominator) / approximate(whole.now.denominator),
    };
    const now = ratio(part.now);
    // A segment that is new or gone has no ratio of its own on one side: all of its effect is mix.
    const own = ratio(part.before) ?? now ?? ratioBefore;
    return {
      name: part.name,
      mix: nearestNano((weights.now - weights.before) * (own - ratioBefore)),
      rate: nearestNano(weights.now * ((now ?? own) - own)),
    };
  });
};

const ratio = ({ numerator, denominator }: Sides): number | undefined =>
  denominator > 0n ? approximate(numerator) / approximate(denominator) : undefined;
