import { defineConfig } from "vitest/config";

/** These tests need `npm ci --prefix test/sql` first; `npm run test:sql` does both. */
export default defineConfig({
  test: { include: ["test/sql/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
