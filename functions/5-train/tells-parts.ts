import type { Run } from "./run-fold.ts";

const tellsParts = (family: string, runs: readonly Run[]): boolean =>
  runs.every(
    ({ family: name, outcome }) =>
      name !== family || ("answers" in outcome && outcome.answers.parts !== undefined),
  );

/**
 * Where the preferred family tells the chance from the amount, whoever stands in its place must be able to as well: most
 * customers buy nothing on a day, and one number between nothing and a basket would say neither.
 */
export const canStandFor = (preferred: string, runs: readonly Run[]): ((family: string) => boolean) => {
  const mustTell = tellsParts(preferred, runs);
  return (family) => !mustTell || tellsParts(family, runs);
};
