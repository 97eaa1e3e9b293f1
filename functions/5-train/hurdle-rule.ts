import type { Run } from "./run-fold.ts";

/** Whether a family tells the chance of a purchase from its amount, in every run. */
export const tellsParts = (family: string, runs: readonly Run[]): boolean => {
  const own = runs.filter(({ family: name }) => name === family);
  return own.length > 0 && own.every(({ outcome }) => "answers" in outcome && outcome.answers.parts);
};

/**
 * Where the preferred family tells the two apart, whoever stands in its place must as well: most customers buy nothing on a
 * day, and one number between nothing and a basket would say neither.
 */
export const canStandFor = (preferred: string, runs: readonly Run[]): ((family: string) => boolean) => {
  const mustTell = tellsParts(preferred, runs);
  return (family) => !mustTell || tellsParts(family, runs);
};
