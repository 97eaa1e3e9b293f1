import { setTimeout } from "node:timers/promises";
import type { Clock } from "../shared/ports.ts";

export const systemClock = {
  now: () => new Date(),
  /** Keeps the process alive. The signal, if any, ends the sleep early by a rejection. */
  sleep: (ms: number, signal?: AbortSignal): Promise<void> =>
    setTimeout(ms, undefined, signal === undefined ? {} : { signal }),
  every: (ms: number, call: () => void): (() => void) => {
    const timer = setInterval(call, ms).unref();
    return () => clearInterval(timer);
  },
} satisfies Clock;
