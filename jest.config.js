/**
 * Tests stand beside what they test, as `<name>.test.ts`; swc compiles every workspace from its source.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  testEnvironment: 'node',
  roots: ['asl', 'env', 'lambdas', 'local', 'stacks', 'scripts', 'test'].map((room) => `<rootDir>/${room}`),
  // Tests of the template of workflows run where it has become one: see test/workflows/new-workflow.test.ts.
  testPathIgnorePatterns: ['/node_modules/', '/cdktf.out/', '/.build/', '<rootDir>/scripts/new/workflow/'],
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/.build', '<rootDir>/.local'],
  maxWorkers: 2,
  // A worker that has run a hundred files spends its time on collecting their garbage: it is started anew.
  workerIdleMemoryLimit: '1GB',
  // Ends what hangs. Nothing is timed by it: speed is measured in npm run bench, and a busy machine is no failure.
  testTimeout: 60_000,
  globalSetup: '<rootDir>/test/run/setup.cjs',
  globalTeardown: '<rootDir>/test/run/teardown.cjs',
  testSequencer: '<rootDir>/test/run/sequencer.cjs',
  reporters: ['default', '<rootDir>/test/run/state-coverage-reporter.cjs'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
};
