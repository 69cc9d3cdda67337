import { defineConfig } from 'vitest/config';

/** Browser suites run one after another: they share two cores with the browsers and the server they start. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.e2e.ts'],
    pool: 'forks',
    fileParallelism: false,
    // A browser is a guest on a busy machine: one second chance, and the report names every test that took it.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
