import { messageOf } from "../errors.ts";
import type { Log } from "../platform.ts";
import type { Clock } from "../ports.ts";
import type { ValueOrPromise } from "../value-or-promise.ts";

export interface Served<Value> {
  readonly value: Value;
  /** Why the newest publication is not served; absent if it is. */
  readonly stale?: string;
}

export interface Reader<Value> {
  /** The newest value that passed its test; undefined before the first. */
  current(): ValueOrPromise<Served<Value> | undefined>;
  /** The same, after looking for a newer one. */
  newest(): Promise<Served<Value> | undefined>;
}

export interface Tools {
  readonly clock: Clock;
  readonly log: Log;
  /** For how long a value counts as the newest without looking again. */
  readonly freshMs: number;
}

/** Serves a value that is replaced as a whole: reads its generation, and loads it when that changed. One load at a time. */
export const latestGood = <Value>(
  { clock, log, freshMs }: Tools,
  what: string,
  generation: () => Promise<string | undefined>,
  load: () => Promise<Served<Value>>,
): Reader<Value> => {
  let served: Served<Value> | undefined;
  let seen: string | undefined;
  let asked = Number.NEGATIVE_INFINITY;
  let looked = false;
  let asking: Promise<void> | undefined;
  const refresh = async (): Promise<void> => {
    try {
      const found = await generation();
      if (found === undefined || found === seen) return;
      served = await load();
      if (served.stale !== undefined) log.error(...notServed(what, served.stale));
      seen = found;
    } catch (error) {
      log.error(...notServed(what, messageOf(error)));
      if (served) served = { value: served.value, stale: messageOf(error) };
    } finally {
      looked = true;
      asked = clock.now().getTime();
      asking = undefined;
    }
  };
  return {
    current() {
      if (clock.now().getTime() - asked >= freshMs) {
        asking ??= refresh();
        // Only the first caller waits. That nothing is published yet is an answer, too.
        if (!looked) return asking.then(() => served);
      }
      return served;
    },
    async newest() {
      await asking;
      asking ??= refresh();
      await asking;
      return served;
    },
  };
};

const notServed = (what: string, error: string) =>
  [`the newest ${what} is not served`, { counter: `${what}_stale`, error }] as const;
