/** Unit and integration tests first; the fuzz run, which takes both cores for minutes, in a group of its own after them. */
import { defineConfig } from 'vitest/config';

const shared = {
  pool: 'forks' as const,
  testTimeout: 30_000,
  hookTimeout: 30_000,
  exclude: ['**/node_modules/**', '**/dist/**'],
};
const fuzz = 'media/fuzz.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'tests',
          include: ['{apps,services,media,packages}/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: [...shared.exclude, fuzz],
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...shared, name: 'fuzz', include: [fuzz], sequence: { groupOrder: 2 } } },
    ],
  },
});
