import { isNearlyAllOf } from "../../../functions/4-analyze/causes/choose.ts";
import { type Segment, segmentName } from "../../../functions/4-analyze/causes/cube.ts";
import type { MeasuredSegment } from "../../../functions/4-analyze/causes/score.ts";

/** More are not read. */
const mostStories = 3;

/**
 * The place of a segment in a ranking in which segments that are nearly the same rows, as guests and guests of the country where
 * nearly all of them live, take one place: the choice of drivers makes one of them, too. −1 if it is beyond the third place.
 */
export const placeAmongStories = (
  ranked: readonly Segment[],
  measured: readonly MeasuredSegment[],
  sought: Segment,
): number => {
  const figures = new Map(measured.map((each) => [segmentName(each.segment), each]));
  const stories: MeasuredSegment[] = [];
  for (const segment of ranked) {
    const own = figures.get(segmentName(segment));
    if (!own) continue;
    const place = stories.findIndex((first) => isNearlyAllOf(own, first) || isNearlyAllOf(first, own));
    if (place < 0 && stories.length < mostStories) stories.push(own);
    if (segmentName(segment) === segmentName(sought)) return place < 0 ? stories.indexOf(own) : place;
  }
  return -1;
};
