import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Files share the modules that a process has loaded: to load them for each anew takes most of the time.
    isolate: false,
    // Vitest leaves one processor free, which of two is half.
    maxWorkers: '100%',
    reporters: ['default'],
  },
});
