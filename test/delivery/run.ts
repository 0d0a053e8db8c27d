/**
 * `npm run test:delivery`: from an empty account to production and back, with the real Terraform against two local accounts, as the jobs of
 * a pipeline do it, each with its own role. It closes with "N passed, N failed".
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environment } from '@blueprint/env';
import { runUntilStopped, STOPPED } from '@blueprint/scripts/command-line';
import { startLocalAccounts } from '@blueprint/scripts/delivery/local-accounts';
import { ProjectCopy } from '../workflows/project-copy';
import { Checks } from './checks';
import { Issues } from './issues';
import { Journey } from './journey';
import { steps } from './steps';

const folder = resolve(__dirname, '..', '..', '.local', 'delivery-test');

async function main(signal: AbortSignal): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const checks = new Checks();
  const accounts = await startLocalAccounts([environment('dev'), environment('stg')], folder, 0);
  const issues = await Issues.listen();
  const copy = new ProjectCopy();
  const journey = new Journey(copy, accounts, issues, join(folder, 'aws-config'), folder);
  try {
    for (const [what, look] of steps(journey)) {
      if (signal.aborted) break;
      await checks.check(what, look);
    }
  } finally {
    copy.remove();
    issues.close();
    await accounts.stop();
  }
  console.log(`\n${checks.passed} passed, ${checks.failed} failed`);
  return signal.aborted ? STOPPED : Math.min(checks.failed, 1);
}

runUntilStopped((_, signal) => main(signal));
