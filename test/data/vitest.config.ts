import { defineConfig } from "vitest/config";

/** Tests on real datasets, which are not part of the repository. Without them these tests fail, and say what is missing. */
export default defineConfig({
  test: { include: ["test/data/**/*.test.ts"], testTimeout: 180_000, hookTimeout: 180_000, maxWorkers: 1 },
});
