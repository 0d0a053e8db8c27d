import { join } from 'node:path';
import { tableName } from '@blueprint/test/chaos/aws/tables';
import type { Deployment } from '@blueprint/test/chaos/deployment';
import { deployBundles } from '@blueprint/test/chaos/sandbox/deploy';
import { functionArn } from '@blueprint/test/chaos/world/lambda-service';
import { functionPaths } from './schedule';

export const stateMachineArn = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:local-blueprint-task-handler';

const queueUrl = (name: string) => `https://sqs.ap-northeast-1.amazonaws.com/000000000000/local-blueprint-${name}`;

export const queues = {
  actions: queueUrl('task-action-queue'),
  notifications: queueUrl('notification-queue'),
  rejected: queueUrl('task-rejected'),
};

/** More items than any schedule has: the distributed machine takes no part. */
const inlineItemsLimit = 363;

const environment = {
  TASKS_TABLE: tableName('tasks'),
  DATA_TABLE: tableName('data'),
  STATE_MACHINE_ARN: stateMachineArn,
  DISTRIBUTED_STATE_MACHINE_ARN: `${stateMachineArn}-distributed`,
  INLINE_ITEMS_LIMIT: String(inlineItemsLimit),
  ACTION_QUEUE_URL: queues.actions,
  NOTIFICATION_QUEUE_URL: queues.notifications,
  REJECTED_QUEUE_URL: queues.rejected,
  WEBHOOK_URLS: '["https://receiver.example"]',
  RETENTION_DAYS: '7',
  POWERTOOLS_SERVICE_NAME: 'task',
  POWERTOOLS_METRICS_NAMESPACE: 'local-blueprint',
  POWERTOOLS_LOG_LEVEL: 'INFO',
};

/**
 * Bundles the functions and renders the machine's definition.
 *
 * @param replaced sources that take the place of files, by absolute path: how a mutant is made
 */
export async function deploy(replaced: ReadonlyMap<string, string> = new Map()): Promise<Deployment> {
  const { machine, ...deployed } = await deployBundles<typeof import('./machine')>(
    {
      functions: functionPaths,
      people: join(__dirname, 'people.ts'),
      machine: join(__dirname, 'machine.ts'),
      environment,
    },
    replaced,
  );
  return { ...deployed, asl: machine.asl(functionArn) };
}
