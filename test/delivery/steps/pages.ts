import { setTimeout as pause } from 'node:timers/promises';
import { documentedCommands } from '../../docs/commands';
import { same, says } from '../checks';
import { ran } from '../deliver';
import type { Journey, Step } from '../journey';

export function pageSteps(journey: Journey): readonly Step[] {
  return [
    [
      'local accounts are started by hand, too',
      async () => {
        journey.copy.linkSetUp('venv');
        const { process: accounts, ended } = journey.people.start('accounts dev stg');
        let said = '';
        accounts.stdout?.on('data', (chunk: Buffer) => {
          said += chunk;
        });
        while (accounts.exitCode === null && !said.includes('export AWS_CONFIG_FILE=')) await pause(200);
        accounts.kill('SIGINT');
        same('the exit code', (await ended).code, 0);
        says(said, 'http://127.0.0.1:4600');
      },
    ],
    [
      'every command of docs/environments.md and docs/promotion.md was run',
      async () => {
        const pages = ['docs/environments.md', 'docs/promotion.md'];
        const told = documentedCommands().filter(({ page }) => pages.includes(page));
        const missing = told.filter(({ command }) => !ran.has(command)).map(({ command }) => command);
        same('what was not run', missing, []);
      },
    ],
  ];
}
