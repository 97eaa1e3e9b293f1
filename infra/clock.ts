import { setTimeout } from "node:timers/promises";
import type { Clock } from "../shared/ports.ts";

export const systemClock = {
  now: () => new Date(),
  /** A sleeper keeps its process alive; whoever may have to leave early passes a signal, which rejects the sleep. */
  sleep: (ms: number, signal?: AbortSignal): Promise<void> =>
    setTimeout(ms, undefined, signal === undefined ? {} : { signal }),
  every: (ms: number, call: () => void): (() => void) => {
    const timer = setInterval(call, ms).unref();
    return () => clearInterval(timer);
  },
} satisfies Clock;
