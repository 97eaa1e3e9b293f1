import { defineConfig } from "vitest/config";

/** Real servers on loopback ports, installed by the global setup. A server that does not start is a failure. */
export default defineConfig({
  test: {
    include: ["test/emulators/**/*.test.ts"],
    globalSetup: ["test/emulators/install.ts"],
    // Google's clients would look for a metadata server before they ask a loopback one.
    env: { METADATA_SERVER_DETECTION: "none" },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // functions-framework prints each error of a handler, which many of these tests raise on purpose.
    silent: "passed-only",
  },
});
