import { hash } from "node:crypto";
import { messageOf } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { ValueOrPromise } from "../../../shared/value-or-promise.ts";

export interface Held<Value> {
  readonly value: Value;
  /** Differs when the value does. */
  readonly tag: string;
}

export interface Remembered<Value> {
  (): ValueOrPromise<Held<Value>>;
  /** After a change of our own: whoever made it must see it. */
  again(): Promise<unknown>;
}

/**
 * Reads a value once and keeps it. A reader after `freshMs` gets the kept value and causes the next reading: a page
 * waits for none but the first.
 */
export const remembered = <Value>(
  { clock, log }: Pick<Platform, "clock" | "log">,
  what: string,
  freshMs: number,
  read: () => Promise<Value>,
): Remembered<Value> => {
  let held: Held<Value> | undefined;
  let asked = Number.NEGATIVE_INFINITY;
  let reading: Promise<Held<Value>> | undefined;
  const readNow = async (): Promise<Held<Value>> => {
    asked = clock.now().getTime();
    try {
      const value = await read();
      held = { value, tag: hash("sha256", JSON.stringify(value), "base64url").slice(0, 12) };
      return held;
    } finally {
      reading = undefined;
    }
  };
  const current = () => {
    if (held && clock.now().getTime() - asked < freshMs) return held;
    reading ??= readNow();
    if (!held) return reading;
    reading.catch((error: unknown) =>
      log.error(`${what} could not be read; the pages show what they were`, { error: messageOf(error) }),
    );
    return held;
  };
  return Object.assign(current, { again: readNow });
};
