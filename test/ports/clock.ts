import { describe, expect } from "vitest";
import type { Clock } from "../../shared/ports.ts";
import { behaviours, type Lack } from "./suite.ts";

export interface ClockAdapter {
  readonly name: string;
  connect(): Clock;
  readonly lacks?: readonly Lack[];
}

/** The behaviour of every clock, including a manual one whose sleepers wake by themselves. */
export const testClock = ({ name, connect, lacks }: ClockAdapter): void => {
  describe(`clock: ${name}`, () => {
    const test = behaviours(lacks);

    test("never goes back", async () => {
      const clock = connect();
      const instants = Array.from({ length: 100 }, () => clock.now().getTime());
      expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    });

    test("returns a Date that its caller may change", async () => {
      const clock = connect();
      const before = clock.now().getTime();
      clock.now().setTime(0);
      expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
    });

    test("wakes shorter sleepers first", async () => {
      const clock = connect();
      const woken: number[] = [];
      await Promise.all([30, 0, 10].map((ms) => clock.sleep(ms).then(() => woken.push(ms))));
      expect(woken).toEqual([0, 10, 30]);
    });
  });
};
