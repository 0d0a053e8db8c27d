import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Environment } from '@blueprint/env';
import { type LocalAws, startLocalAws } from '@blueprint/local';
import { logFile } from '../start/log-file';
import { profileName } from './account';

const root = resolve(__dirname, '..', '..');

/** Local AWSs, one for each environment's account. */
export interface LocalAccounts {
  /** An AWS configuration in which the profile `<app>-<env>` reaches each of them. */
  readonly configFile: string;
  readonly endpoints: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Starts a local AWS for the account of each environment: as empty as a new account, and as separate.
 *
 * @param folder for their logs and the configuration
 * @param firstPort of the first, the others follow; 0 takes any free ones
 */
export async function startLocalAccounts(
  environments: readonly Environment[],
  folder: string,
  firstPort: number,
): Promise<LocalAccounts> {
  const running: LocalAws[] = [];
  const stop = async () => {
    await Promise.all(running.map((aws) => aws.stop()));
  };
  try {
    const endpoints: Record<string, string> = {};
    for (const [index, { name, account, region }] of environments.entries()) {
      const dataFolder = join(folder, name);
      const aws = await startLocalAws({
        port: firstPort === 0 ? 0 : firstPort + index,
        accountId: account,
        region,
        ministack: join(root, '.local', 'venv', 'bin', 'ministack'),
        dataFolder,
        logger: logFile(join(dataFolder, 'local.log')),
      });
      running.push(aws);
      endpoints[name] = aws.endpoint;
    }
    const configFile = join(folder, 'aws-config');
    mkdirSync(dirname(configFile), { recursive: true });
    writeFileSync(configFile, environments.map((env) => profile(env, endpoints[env.name] ?? '')).join('\n'));
    return { configFile, endpoints, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The account's root, as every local AWS has it. */
function profile(environment: Environment, endpoint: string): string {
  return `[profile ${profileName(environment)}]
region = ${environment.region}
endpoint_url = ${endpoint}
aws_access_key_id = test
aws_secret_access_key = test
`;
}
