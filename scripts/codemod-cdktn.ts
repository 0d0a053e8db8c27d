import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseOptions, usage } from './codemod-cdktn/options';
import { NODE_VERSION, PROVIDER_VERSION } from './codemod-cdktn/packages';
import { checkClean, type FileChange, planChanges } from './codemod-cdktn/project';
import { runScript } from './command-line';

const project = resolve(__dirname, '..');

function main(argv: readonly string[]): void {
  const options = parseOptions(argv);
  if (options.help) {
    console.log(usage);
    return;
  }
  const root = resolve(options.folder ?? project);
  if (!options.dryRun) checkClean(root);
  const files = planChanges(root);
  const changed = files.filter((file) => file.changed);
  if (changed.length === 0) console.log('Nothing to rewrite.');
  else console.log(`${options.dryRun ? 'Would be rewritten' : 'Rewrites'}: ${changed.length} files\n`);
  for (const { path, text } of changed) {
    console.log(`  ${path}`);
    if (!options.dryRun) writeFileSync(join(root, path), text);
  }
  tellLeft(files);
  if (changed.length > 0) console.log(`\n${whatIsLeftToDo}`);
}

function tellLeft(files: readonly FileChange[]): void {
  const left = files.flatMap(({ path, left: places }) => places.map((place) => `  ${path}:${place}`));
  if (left.length > 0) console.log(`\nLeft as they are, for you to look at:\n\n${left.join('\n')}`);
}

const whatIsLeftToDo = `What is yours to do:

  Node ${NODE_VERSION} or newer, on every machine and in CI
  npm install --ignore-scripts   brings the packages and their lines in package-lock.json
  npm run check, npm test        the provider is ${PROVIDER_VERSION} from here on
  npm run deploy                 docs/adr/0032-a-codemod-to-cdktn.md says in which order, and what to look for in the plans`;

runScript(main);
