import { type SynthesisOptions, synthesize } from '../app';

// What tests start in a process of its own, see synthesized.ts: synthesizes as it is told, and says why it could not.
// cdktf takes a stack trace for each token: a fifth of the time goes into the sources' lines in them.
process.setSourceMapsEnabled(false);
const [options = '{}'] = process.argv.slice(2);
try {
  synthesize(JSON.parse(options) satisfies SynthesisOptions);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
