import { resolve } from 'node:path';
import { environment } from '@blueprint/env';
import { startLocalAccounts } from '../local-accounts';
import type { Verb } from './verb';

const folder = resolve(__dirname, '..', '..', '..', '.local', 'accounts');
const FIRST_PORT = 4600;

export const accounts: Verb = {
  usage: `npm run accounts -- <env> [<env> …]

  Starts a local AWS for each environment's account, to try delivery on one machine, and stays up. Prints the variable with which every other command
  reaches them.`,

  async run(argv, signal) {
    const names = argv.filter((name) => !name.startsWith('-'));
    if (names.length === 0 || names.length < argv.length) throw new Error(accounts.usage);
    const local = await startLocalAccounts(names.map(environment), folder, FIRST_PORT);
    try {
      for (const [name, endpoint] of Object.entries(local.endpoints)) console.log(`  ${name.padEnd(8)} ${endpoint}`);
      console.log(
        `\nReady. Ctrl-C ends them. In another terminal:\n\n  export AWS_CONFIG_FILE=${local.configFile}\n  npm run bootstrap -- --env ${names[0]}`,
      );
      await new Promise<void>((ended) => signal.addEventListener('abort', () => ended()));
      return 0;
    } finally {
      await local.stop();
    }
  },
};
