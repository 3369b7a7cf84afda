import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Vitest leaves one processor free, which of two is half.
    maxWorkers: '100%',
    reporters: ['default'],
  },
});
