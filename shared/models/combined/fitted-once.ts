import type { Examples, Family, Model } from "../model.ts";

/** A family that several candidates are made of, itself among them: on the same rows it is fitted once for all. */
export function fittedOnce(family: Family): Family {
  const done = new WeakMap<Examples, Map<string, Promise<Model>>>();
  return {
    ...family,
    fit: (examples, options) => {
      // Rows to stop early by make it another fit; whoever has such rows fits alone.
      if (options.tuning) return family.fit(examples, options);
      const bySeed = done.get(examples) ?? new Map<string, Promise<Model>>();
      done.set(examples, bySeed);
      const key = String(options.seed);
      const model = bySeed.get(key) ?? family.fit(examples, options);
      bySeed.set(key, model);
      return model;
    },
  };
}
