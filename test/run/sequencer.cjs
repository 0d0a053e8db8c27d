const { sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Jest begins with the files that took longest when they ran last. In a fresh clone it knows no times and begins with the largest,
 * and those that play whole workflows, which are short and take longest, would keep one worker waiting for the other at the end.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const long = ({ path, context }) => path.startsWith(`${context.config.rootDir}${sep}test${sep}`);
    return [...sorted.filter(long), ...sorted.filter((test) => !long(test))];
  }
};
