import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts'],
    globalSetup: ['packages/server/test/postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
