/** Tests run as ESM on the TypeScript sources; `scripts/test.mjs` brings MongoDB and the browser first. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/{core,adapters,bot,jobs,web-admin,sandbox,tests}/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data'],
  setupFilesAfterEnv: ['<rootDir>/tests/retry.ts'],
  // Waits are for conditions and end when they hold; the limit is for a machine that does other work too.
  testTimeout: 120_000,
  maxWorkers: 2,
}
