import { setImmediate } from "node:timers/promises";
import type { Platform } from "../../../shared/platform.ts";
import type { ObjectStore } from "../../../shared/ports.ts";

/** So many turns of the event loop take longer than all that a stage does after an effect. */
const longTurns = 300;

/** Effects that have begun and not ended, by kind, such as `state write ledger`. Some of them are slow. */
export interface InFlight<On extends Platform> {
  readonly platform: On;
  /** The kinds of all effects so far, in the order in which they began. */
  readonly effects: readonly string[];
  /** What goes on now: nothing may once a stage has ended. */
  now(): readonly string[];
}

/** The effects that `isSlow` chooses, by their place or their kind, are slow. */
export const watchEffects = <On extends Platform>(
  real: On,
  isSlow: (place: number, kind: string) => boolean,
): InFlight<On> => {
  const effects: string[] = [];
  const begun: string[] = [];
  const effect = async <Result>(kind: string, act: () => Promise<Result>): Promise<Result> => {
    const place = effects.push(kind) - 1;
    begun.push(kind);
    try {
      if (isSlow(place, kind)) for (let turn = 0; turn < longTurns; turn++) await setImmediate();
      return await act();
    } finally {
      begun.splice(begun.indexOf(kind), 1);
    }
  };
  const store = (name: string, bucket: ObjectStore): ObjectStore => ({
    stat: (...given) => bucket.stat(...given),
    read: (...given) => bucket.read(...given),
    list: (...given) => bucket.list(...given),
    write: (object, ...given) =>
      effect(`${name} write ${topOf(object)}`, () => bucket.write(object, ...given)),
    upload: (object, ...given) =>
      effect(`${name} upload ${topOf(object)}`, () => bucket.upload(object, ...given)),
    remove: (object, ...given) =>
      effect(`${name} remove ${topOf(object)}`, () => bucket.remove(object, ...given)),
  });
  const { state, staging, serving, models, warehouse, bus } = real;
  const platform: On = {
    ...real,
    ...{ state: store("state", state), staging: store("staging", staging) },
    ...{ serving: store("serving", serving), models: store("models", models) },
    warehouse: {
      ...warehouse,
      load: (job) => effect("load", () => warehouse.load(job)),
      run: (job) => effect("run", () => warehouse.run(job)),
    },
    bus: { ...bus, publish: (...given) => effect("publish", () => bus.publish(...given)) },
  };
  return { platform, effects, now: () => [...begun] };
};

const topOf = (object: string): string => object.split("/")[0] ?? "";
