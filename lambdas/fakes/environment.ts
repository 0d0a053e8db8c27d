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
  OPEN_INDEX: 'open-index',
  STATE_MACHINE_ARN: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:test-blueprint-command-handler:live',
  REJECTED_QUEUE_URL: 'http://127.0.0.1/000000000000/test-blueprint-command-rejected',
  RETENTION_DAYS: '30',
  STUCK_AFTER_SECONDS: '300',
  TENANT_CLAIM: 'tenant',
  POWERTOOLS_SERVICE_NAME: 'command',
  POWERTOOLS_METRICS_NAMESPACE: 'test',
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
};
Object.assign(process.env, variables);

export const { STATE_MACHINE_ARN, REJECTED_QUEUE_URL } = variables;
