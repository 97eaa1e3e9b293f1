import { it } from "vitest";

/**
 * Behaviours that a server cannot show, by the names of their tests; the report prints the reason. They run all the same
 * and must fail: a server that has learned them says so.
 */
export interface Lack {
  readonly reason: string;
  readonly tests: readonly string[];
}

export type TestBehaviour = (name: string, body: () => Promise<void>) => void;

export const behaviours =
  (lacks: readonly Lack[] = []): TestBehaviour =>
  (name, body) => {
    const lack = lacks.find(({ tests }) => tests.includes(name));
    if (lack === undefined) it(name, body);
    else it.fails(`cannot be shown: ${name} (${lack.reason})`, body, 5_000);
  };
