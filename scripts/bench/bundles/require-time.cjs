// Plain JavaScript, so that no compiler is loaded beside the bundle: times its `require` in this fresh process.
const { writeSync } = require('node:fs');

const [, , bundle] = process.argv;
const started = performance.now();
const { handler } = require(bundle);
const importMs = performance.now() - started;
if (typeof handler !== 'function') throw new Error(`${bundle} exports no handler.`);
writeSync(3, JSON.stringify({ importMs }));
// Clients that a handler keeps at module level may hold the process.
process.exit(0);
