import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { environments } from '@blueprint/env';
import { runUntilStopped } from './command-line';
import { type Accounts, askAccounts } from './fork/accounts';
import { applyFork } from './fork/apply';
import { checkCommittable, commitFork, messageOf, toCommit } from './fork/commit';
import { checkIdentity, type Identity, identityOf, onAws } from './fork/identity';
import { type ForkOptions, parseOptions, usage } from './fork/options';
import type { Origin } from './fork/own-documents';
import { planFork } from './fork/plan';
import { checkNoFork, recordOf } from './fork/record';
import { removedWorkflows } from './fork/selection';
import { shown } from './fork/shown';
import { checkClean } from './fork/work-tree';
import { git, trackedFiles } from './git';
import { listedWorkflows, WORKFLOW_LIST } from './new/workflow-list';
import { RECORD, recordText } from './upstream/fork-record';

const root = resolve(__dirname, '..');
const onAccounts = onAws(environments).map(({ name }) => name);

async function main(options: ForkOptions, signal: AbortSignal): Promise<void> {
  checkNoFork(root);
  if (!options.dryRun) {
    checkClean(root);
    if (options.commit) checkCommittable(root);
  }
  checkIdentity(root, { app: options.name, region: options.region });
  const workflows = listedWorkflows(readFileSync(join(root, WORKFLOW_LIST), 'utf8'));
  const removed = removedWorkflows(root, workflows, options.workflows);
  const from = identityOf(root, environments);
  const accounts = options.accounts ?? (options.dryRun ? from.accounts : await ask(signal));
  const to: Identity = {
    app: options.name,
    project: options.name,
    region: options.region,
    accounts,
    repository: `${options.org}/${options.name}`,
  };
  const origin = originOf();
  const plan = planFork({ root, tracked: trackedFiles(root), from, to, origin, removed });
  const files = new Map([...plan.files, [RECORD, recordText(recordOf(options, accounts, origin))]]);
  console.log(
    shown({ ...plan, files }, { from, to, removed, areAccountsKnown: options.accounts !== undefined }, options.dryRun),
  );
  if (options.dryRun) return;
  await applyFork(root, { ...plan, files }, (what) => console.log(`  ${what} …`), signal).catch((error: unknown) => {
    // Of what is thrown after a signal nothing is told but the signal.
    console.error('\nThe fork is half made. "git reset --hard && git clean -fd" takes it back.\n');
    throw error;
  });
  const message = messageOf(options.name, origin);
  if (options.commit) commitFork(root, message);
  console.log(`\nForked${options.commit ? ', as one commit.' : `. ${toCommit(message)}`}

Next:

  npm start -- --once     deploys it to a local AWS, and shows that it works
  npm test                its tests
  docs/forking.md         what is yours now, what env/ still needs, and how later fixes come in`);
}

function originOf(): Origin {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { version, commit: git(root, 'rev-parse', 'HEAD') };
}

async function ask(signal: AbortSignal): Promise<Accounts> {
  if (!process.stdin.isTTY)
    throw new Error(
      `There is no terminal to ask for the accounts on: name them, as --accounts ${onAccounts.map((name) => `${name}=<12 digits>`).join()}`,
    );
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await askAccounts(onAccounts, (question) => terminal.question(question, { signal }), console.error);
  } finally {
    terminal.close();
  }
}

runUntilStopped(
  (argv, signal) => {
    const command = parseOptions(argv, onAccounts);
    return command.help ? console.log(usage) : main(command, signal);
  },
  { isPatient: true },
);
