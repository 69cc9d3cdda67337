/** Unit and integration tests first (`--project unit`, `--project integration`); the fuzz run, which takes both cores for minutes, in a group of its own after them. */
import { defineConfig } from 'vitest/config';

const shared = {
  pool: 'forks' as const,
  testTimeout: 30_000,
  hookTimeout: 30_000,
  exclude: ['**/node_modules/**', '**/dist/**'],
};
const fuzz = 'media/fuzz.test.ts';
const folders = '{apps,services,media,packages,scripts}/**';
const integration = '**/*.int.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: [`${folders}/*.test.{ts,tsx}`],
          exclude: [...shared.exclude, integration, fuzz],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: [`${folders}/*.int.test.ts`],
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...shared, name: 'fuzz', include: [fuzz], sequence: { groupOrder: 2 } } },
    ],
  },
});
