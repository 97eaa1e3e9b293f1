import { messageOf } from "../errors.ts";
import type { Log } from "../platform.ts";
import type { Clock } from "../ports.ts";
import type { Soon } from "../value-or-promise.ts";

/** Why the newest publication does not answer, when an older one does. */
export interface Served<Value> {
  readonly value: Value;
  readonly stale?: string;
}

export interface Reader<Value> {
  /** The newest one that passed its test; undefined before the first. */
  current(): Soon<Served<Value> | undefined>;
  /** The same, but waits until it has been asked for. */
  newest(): Promise<Served<Value> | undefined>;
}

export interface Tools {
  readonly clock: Clock;
  readonly log: Log;
  /** How long an answer to "is there a newer one?" is believed. */
  readonly freshMs: number;
}

/** Something that is replaced as a whole: asked for its generation, loaded when that changed. Never two loads at once. */
export const switching = <Value>(
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
      if (served.stale !== undefined) log.error(...complaint(what, served.stale));
      seen = found;
    } catch (error) {
      log.error(...complaint(what, messageOf(error)));
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
        // Only who comes first waits; that there is none yet is an answer, too.
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

const complaint = (what: string, error: string) =>
  [`the newest ${what} does not answer`, { counter: `${what}_stale`, error }] as const;
