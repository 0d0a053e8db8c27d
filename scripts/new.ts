import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { environments } from '@blueprint/env';
import { runUntilStopped } from './command-line';
import { writeDocuments } from './new/documents';
import { type NewOptions, parseOptions, usage } from './new/options';
import { place } from './new/placement';
import { stage } from './new/staging';
import { workflowFiles } from './new/template';
import { listLine, WORKFLOW_LIST } from './new/workflow-list';
import { checkName } from './new/workflow-name';

const root = resolve(__dirname, '..');

async function main(options: NewOptions, signal: AbortSignal): Promise<void> {
  if (options.help) return console.log(usage);
  const { name, dryRun } = options;
  checkName(root, name, environments);
  const files = workflowFiles(name);
  console.log(dryRun ? 'This would be written:\n' : 'Writes:\n');
  for (const file of [...files.keys(), `stacks/${name}/${name}.md, by npm run diagrams`]) console.log(`  ${file}`);
  console.log(`  a line in ${WORKFLOW_LIST}: ${listLine(name)}\n`);
  if (dryRun) return;
  await write(name, files, signal);
  console.log(`The workflow ${name} is there. What is yours to change:

  lambdas/${name}/input.ts          what it is started with
  stacks/${name}/definition.ts      its states
  lambdas/${name}/process.ts        what the middle one does
  stacks/${name}/functions.ts       what each function reads and may do

npx jest ${name} tests it, npm start deploys it, and startWorkflow (lambdas/platform/start-workflow.ts) starts it.`);
}

/** All or nothing: what was written goes again when a later step fails or somebody stops it. */
async function write(name: string, files: ReadonlyMap<string, string>, signal: AbortSignal): Promise<void> {
  const staging = stage(root, files);
  try {
    const undo = place(root, staging, name);
    try {
      await writeDocuments(root, signal);
    } catch (error) {
      undo();
      throw error;
    }
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

runUntilStopped((argv, signal) => main(parseOptions(argv), signal), { told: 'nothing was written', isPatient: true });
