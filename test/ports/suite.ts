import { it } from "vitest";

/** Behaviours that an adapter cannot show, by the names of their tests; the report prints the reason. */
export interface Skip {
  readonly reason: string;
  readonly tests: readonly string[];
}

export type TestBehaviour = (name: string, body: () => Promise<void>) => void;

export const behaviours =
  (skips: readonly Skip[] = []): TestBehaviour =>
  (name, body) => {
    const skip = skips.find(({ tests }) => tests.includes(name));
    it.skipIf(skip !== undefined)(skip === undefined ? name : `${name} (${skip.reason})`, body);
  };
