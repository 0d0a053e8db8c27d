import { readModels } from '../command/targets';
import { tableVariable } from '../command/targets/read-model';

/** The fakes call the table of a read model by its name. */
const readModelTables = Object.fromEntries(Object.keys(readModels).map((name) => [tableVariable(name), name]));

/** Variables of every function under test. Import this first: handlers read their environment while they load. */
const variables = {
  AWS_REGION: 'ap-northeast-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  COMMANDS_TABLE: 'commands',
  DATA_TABLE: 'data',
  HISTORY_TABLE: 'history',
  ...readModelTables,
  TASKS_TABLE: 'tasks',
  IMPORT_TMP_TABLE: 'import_tmp',
  IMPORTS_BUCKET: 'imports-bucket',
  JOBS_DAYS: '90',
  ROWS_PER_BATCH: '500',
  OPEN_INDEX: 'open-index',
  STATE_MACHINE_ARN: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:test-blueprint-command-handler',
  REJECTED_QUEUE_URL: 'http://127.0.0.1/000000000000/test-blueprint-command-rejected',
  DISTRIBUTED_STATE_MACHINE_ARN:
    'arn:aws:states:ap-northeast-1:000000000000:stateMachine:test-blueprint-task-handler-distributed',
  INLINE_ITEMS_LIMIT: '3',
  ACTION_QUEUE_URL: 'http://127.0.0.1/000000000000/test-blueprint-task-action-queue',
  NOTIFICATION_QUEUE_URL: 'http://127.0.0.1/000000000000/test-blueprint-notification-queue',
  WEBHOOK_URLS: '["https://one.example/hook","https://user:secret@two.example/hook?token=abc"]',
  SIGNING_KEY_PARAMETER: '/test/blueprint/webhook-key',
  RETENTION_DAYS: '30',
  STUCK_AFTER_SECONDS: '300',
  TENANT_CLAIM: 'tenant',
  POWERTOOLS_SERVICE_NAME: 'command',
  POWERTOOLS_METRICS_NAMESPACE: 'test',
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
};
Object.assign(process.env, variables);

export const {
  STATE_MACHINE_ARN,
  DISTRIBUTED_STATE_MACHINE_ARN,
  ACTION_QUEUE_URL,
  NOTIFICATION_QUEUE_URL,
  REJECTED_QUEUE_URL,
} = variables;
