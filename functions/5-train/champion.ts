import { mean } from "../../shared/learning/numbers.ts";
import type { Entry, Scores } from "../../shared/registry/card.ts";
import type { Judge } from "./scoring.ts";

/** The mean place of each over all ranked measures; equals share a place. Those that failed have none. */
export const meanRanks = (entries: readonly Entry[], judge: Judge): readonly (number | null)[] => {
  const inRace = entries.filter(({ failed }) => failed === undefined);
  return entries.map((entry) => {
    if (entry.failed !== undefined) return null;
    const places = judge.ranked.map((measure) => placeOf(entry.validation, inRace, measure));
    return places.reduce((total, place) => total + place, 0) / places.length;
  });
};

const placeOf = (scores: Scores, all: readonly Entry[], measure: (scores: Scores) => number): number => {
  const mine = measure(scores);
  const better = all.filter(({ validation }) => measure(validation) < mine).length;
  const equal = all.filter(({ validation }) => measure(validation) === mine).length;
  return better + (equal + 1) / 2;
};

/** The lowest mean rank, unless it does not beat the plain rule on the mean of two measures: then the rule itself. */
export const championOf = (
  entries: readonly Entry[],
  fallback: string,
  judge: Judge,
): { readonly family: string; readonly because: string } => {
  const inRace = entries.filter(({ baseline, rank }) => !baseline && rank !== null);
  const [first] = inRace.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  if (!first) return { family: fallback, because: "no other family could be trained" };
  if (!beatsRule(first, entries, fallback, judge))
    return {
      family: fallback,
      because: `${first.family} ranks first on the validation folds but does not beat ${fallback} on ${judge.against.join(" and ")}`,
    };
  return {
    family: first.family,
    because: `lowest mean rank (${first.rank?.toFixed(2)}) on the validation folds`,
  };
};

/** On the mean of the judge's measures, each as a share of what the plain rule has. */
export const beatsRule = (
  { validation }: Entry,
  entries: readonly Entry[],
  fallback: string,
  judge: Judge,
): boolean => {
  const rule = entries.find(({ family }) => family === fallback);
  return rule === undefined || shareOf(validation, rule.validation, judge) < 1;
};

const shareOf = (scores: Scores, rule: Scores, { against }: Judge): number =>
  mean(against.map((name) => (scores[name] ?? Number.NaN) / (rule[name] ?? Number.NaN)));
