const { sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Jest begins with the files that took longest when they ran last, and compares those of which it knows no time by their size. The
 * ones that play whole workflows are short and take longest: at the end they would keep one worker waiting for the other.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path, context, duration }) =>
      duration === undefined &&
      (path.startsWith(`${context.config.rootDir}${sep}test${sep}`) || path.includes(`${sep}chaos${sep}`));
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
