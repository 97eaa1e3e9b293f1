import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder of this run of the tests, for what its files share. */
    readonly definedHome?: string;
  }
}

/** The first test that needs a home puts its empty tables here, and the others copy them: defining them takes half a second. */
export const setup = ({ provide }: TestProject): (() => void) => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-defined-"));
  provide("definedHome", folder);
  return () => rmSync(folder, { recursive: true, force: true });
};
