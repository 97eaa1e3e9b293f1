import { defineConfig } from "vitest/config";

/** `npm run test:browser` installs this folder's packages first; Chromium must be on the machine. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
  },
});
