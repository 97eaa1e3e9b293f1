import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Where a file may take a minute, the longest first. */
const long = [/\/chaos\/crash-matrix/, /\/chaos\//, /\/(e2e|first-hour)\//, /\/infra\/cli\//];
const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = long.findIndex((pattern) => pattern.test(moduleId));
  return place === -1 ? long.length : place;
};

/** On a clean machine nothing is known of how long files take. None that takes minutes may begin last and end alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => placeOf(left) - placeOf(right));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // These need more than npm, or minutes, and have scripts of their own.
    exclude: [
      "test/browser/**",
      "test/sql/**",
      "test/data/**",
      "test/emulators/**",
      "test/package/**",
      "test/terraform/**",
      "node_modules/**",
    ],
    globalSetup: "test/defined-homes.ts",
    testTimeout: 240_000,
    hookTimeout: 480_000,
    // The usual machine has two cores; more workers would only take turns.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    coverage: {
      include: ["{functions,shared,infra}/**/*.ts"],
      reporter: ["json-summary"],
    },
  },
});
