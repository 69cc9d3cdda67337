import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,services,media,packages}/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    pool: 'forks',
    testTimeout: 30_000,
  },
});
