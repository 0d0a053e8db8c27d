import { join } from 'node:path';
import { tableVariable } from '@blueprint/lambdas';
import { readModelNames, tableName } from './aws/tables';
import { type DeploymentPlan, deployBundles } from './sandbox/deploy';
import type { Fleet } from './sandbox/fleet';
import { functionArn } from './world/lambda-service';
import { functionPaths } from './world/schedule';

export const stateMachineArn =
  'arn:aws:states:ap-northeast-1:000000000000:stateMachine:local-blueprint-command-handler';

/** Seconds a command may be open before the reconciler looks at it. */
export const stuckAfterSeconds = 60;

export const retentionDays = 7;

/** The redrive window: as long as a predecessor can be repaired. */
export const waitSeconds = 14 * 24 * 60 * 60;

/** What is deployed: the machine's ASL, the functions, and the people's side of the library. */
export interface Deployment {
  asl: string;
  functions: ReadonlyMap<string, Fleet>;
  people: Fleet;
}

const environment = {
  COMMANDS_TABLE: tableName('commands'),
  DATA_TABLE: tableName('data'),
  HISTORY_TABLE: tableName('history'),
  ...Object.fromEntries(readModelNames.map((name) => [tableVariable(name), tableName(name)])),
  STATE_MACHINE_ARN: stateMachineArn,
  REJECTED_QUEUE_URL: 'https://sqs.ap-northeast-1.amazonaws.com/000000000000/local-blueprint-command-rejected',
  RETENTION_DAYS: String(retentionDays),
  STUCK_AFTER_SECONDS: String(stuckAfterSeconds),
  OPEN_INDEX: 'open-index',
  POWERTOOLS_SERVICE_NAME: 'command',
  POWERTOOLS_METRICS_NAMESPACE: 'local-blueprint',
  POWERTOOLS_LOG_LEVEL: 'INFO',
};

/**
 * Bundles the functions and renders the machine's definition.
 *
 * @param replaced sources that take the place of files, by absolute path: how a mutant is made
 * @param more what is deployed beside the workflow of commands
 */
export async function deploy(
  replaced: ReadonlyMap<string, string> = new Map(),
  more: Pick<DeploymentPlan, 'functions' | 'environment'> = { functions: [], environment: {} },
): Promise<Deployment> {
  const { machine, ...deployed } = await deployBundles<typeof import('./sandbox/machine')>(
    {
      functions: [...functionPaths, ...more.functions],
      people: join(__dirname, 'sandbox/people.ts'),
      machine: join(__dirname, 'sandbox/machine.ts'),
      environment: { ...environment, ...more.environment },
    },
    replaced,
  );
  return { ...deployed, asl: machine.asl(functionArn, waitSeconds) };
}
