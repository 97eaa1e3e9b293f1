import type { Run } from "./run-fold.ts";

/** Whether a family gives the chance of a purchase and its amount apart, in every run. */
export const givesParts = (family: string, runs: readonly Run[]): boolean => {
  const own = runs.filter(({ family: name }) => name === family);
  return own.length > 0 && own.every(({ outcome }) => "answers" in outcome && outcome.answers.parts);
};

/**
 * Which families may serve. If the preferred one gives chance and amount apart, only families that do so too: most
 * customers buy nothing on a day, and one number between nothing and a basket would describe neither.
 */
export const partsRule = (preferred: string, runs: readonly Run[]): ((family: string) => boolean) => {
  const mustGiveParts = givesParts(preferred, runs);
  return (family) => !mustGiveParts || givesParts(family, runs);
};
