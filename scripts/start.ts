import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environment } from '@blueprint/env';
import type { ReadyLoad } from '@blueprint/lambdas/platform/load';
import { startLocalAws } from '@blueprint/local';
import { judgeRights, rightsLine } from '@blueprint/test/policy/rights';
import { allExemptions } from '@blueprint/test/policy/stacks';
import { bundle } from './bundle';
import { runUntilStopped } from './command-line';
import { LocalIssuer } from './issuer';
import { runDataSet } from './start/data-run';
import { deploy, forgetState } from './start/deploy';
import { runExamples } from './start/examples';
import { apiUrl } from './start/http-api';
import { findLoads, loadRun, sendLoads } from './start/loads';
import { logFile } from './start/log-file';
import { parseOptions, type StartOptions, usage } from './start/options';
import { Progress } from './start/progress';
import { whatToTry } from './start/what-to-try';

const root = resolve(__dirname, '..');
const dataFolder = join(root, '.local', 'aws');
/** Which rights the roles have, and which of them a whole run has used. */
const rightsFile = join(dataFolder, 'rights.json');

async function main(options: StartOptions, signal: AbortSignal): Promise<boolean> {
  const bundled = await bundle();
  console.log(`  ${bundled.functions.length} Lambda bundles: ${bundled.built ? 'built' : 'up to date'}`);
  const local = environment('local');
  rmSync(rightsFile, { force: true });
  const aws = await startLocalAws({
    port: options.port,
    rightsFile,
    region: local.region,
    accountId: local.account,
    ministack: join(root, '.local', 'venv', 'bin', 'ministack'),
    dataFolder,
    issuers: { [local.api.jwt.issuer]: new LocalIssuer(local.api.jwt).keys },
    logger: logFile(join(dataFolder, 'local.log')),
  });
  const loads: ReadyLoad[] = [];
  try {
    const run = { endpoint: aws.endpoint, environment: local, signal };
    for (const load of findLoads()) loads.push(await load.prepare(loadRun(run)));
    await deployLocal(aws.endpoint, signal);
    // One after another, so that each shows its own speed; the commands first, since the whole of `data` is compared with them.
    const held = [await runDataSet(run), await sendLoads(loads), await runExamples(run)].every(Boolean);
    if (options.once || signal.aborted) return held;
    console.log(`\nReady: the local AWS is at ${aws.endpoint}. Ctrl-C ends it.\n\n${whatToTry(run, apiUrl(local))}`);
    await new Promise<void>((ended) => signal.addEventListener('abort', () => ended()));
    return held;
  } finally {
    for (const load of loads) await load.end?.();
    await aws.stop();
  }
}

async function deployLocal(endpoint: string, signal: AbortSignal): Promise<void> {
  const progress = new Progress('cdktf deploy local-*');
  const started = Date.now();
  let resources = 0;
  forgetState('local');
  await deploy({
    stacks: 'local-*',
    endpoint,
    logFile: join(root, '.local', 'deploy.log'),
    signal,
    onProgress: (done, total) => {
      resources = done;
      progress.update(done, total, 'resources');
    },
  });
  progress.end(`${resources} resources in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

runUntilStopped(async (argv, signal) => {
  const options = parseOptions(argv, environment('local').notifications.webhooks);
  if (options.help) return console.log(usage);
  const held = await main(options, signal);
  if (options.once && !signal.aborted) console.log(`  ${rightsLine(judgeRights([rightsFile], await allExemptions()))}`);
  return held ? 0 : 1;
});
