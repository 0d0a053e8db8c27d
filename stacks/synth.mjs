// What cdktf runs to synthesize: compiles the stacks into one script, which takes a tenth of a second where a TypeScript loader
// takes one, and runs it.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const script = join(root, '.build', 'stacks', 'main.js');

buildSync({
  absWorkingDir: root,
  entryPoints: ['stacks/main.ts'],
  outfile: script,
  bundle: true,
  platform: 'node',
  target: 'node20.9',
  // Loaded as they are: large, and quick to load in the parts that are used.
  external: ['cdktf', '@cdktf/*', 'constructs', 'asl-validator'],
  logLevel: 'warning',
});
createRequire(import.meta.url)(script);
