import { defineConfig } from 'vitest/config';

const project = (name: string, testTimeout: number, fileParallelism: boolean) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: testTimeout,
    fileParallelism,
    pool: 'forks' as const,
  },
});

export default defineConfig({
  test: {
    projects: [project('unit', 20_000, true), project('integration', 120_000, false), project('e2e', 300_000, false)],
  },
});
