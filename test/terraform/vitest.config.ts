import { defineConfig } from "vitest/config";

/** `npm run test:terraform` installs this folder's packages first, and checkov where it is missing. */
export default defineConfig({
  test: {
    include: ["test/terraform/**/*.test.ts"],
    globalSetup: ["test/terraform/install.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
