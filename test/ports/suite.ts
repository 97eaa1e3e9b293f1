import { it } from "vitest";

/**
 * Tests that a server is known to fail, with the reason for the report. They still run and must fail, so that a server
 * that has learned the behaviour is noticed.
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
