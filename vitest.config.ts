import { defineConfig } from "vitest/config";

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
    testTimeout: 240_000,
    hookTimeout: 480_000,
    // The usual machine has two cores; more workers would only take turns.
    maxWorkers: 2,
    coverage: {
      include: ["{functions,shared,infra}/**/*.ts"],
      reporter: ["json-summary"],
    },
  },
});
