// Prints which part of each state machine the tests have run, and fails the run when a machine that is deployed has no such test.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Written by the test that synthesizes every stack: the names of all machines. */
const ALL = 'all-machines.json';

const share = (part, whole) => `${part}/${whole}`.padStart(8) + `${Math.floor((100 * part) / whole)} %`.padStart(7);

class StateCoverageReporter {
  constructor(globalConfig) {
    const { testPathPatterns, testNamePattern, onlyChanged } = globalConfig;
    this.whole = (testPathPatterns?.patterns ?? []).length === 0 && !testNamePattern && !onlyChanged;
  }

  onRunComplete() {
    const folder = join(process.env.TEST_RUN_FOLDER, 'state-coverage');
    if (!existsSync(folder)) return;
    const files = readdirSync(folder).filter((file) => file !== ALL);
    const reports = files.sort().map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
    if (reports.length === 0) return;
    const width = Math.max(...reports.map(({ machine }) => machine.length));
    console.log(`\n${'State coverage'.padEnd(width)}  ${'states'.padStart(15)}${'transitions'.padStart(15)}`);
    for (const { machine, states, statesCovered, transitions, transitionsCovered } of reports) {
      console.log(`${machine.padEnd(width)}  ${share(statesCovered, states)}${share(transitionsCovered, transitions)}`);
    }
    if (!this.whole || !existsSync(join(folder, ALL))) return;
    const tested = new Set(reports.map(({ machine }) => machine));
    const untested = JSON.parse(readFileSync(join(folder, ALL), 'utf8')).filter((machine) => !tested.has(machine));
    if (untested.length > 0) {
      this.error = new Error(
        `No test runs the state machine ${untested.join(', ')}: see coversEveryTransition in stacks/testing/state-coverage.ts.`,
      );
    }
  }

  getLastError() {
    return this.error;
  }
}

module.exports = StateCoverageReporter;
