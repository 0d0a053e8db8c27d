import { relative, resolve } from 'node:path';
import { deployment, type LocalRun, resourcePrefix } from './clients';
import { localCredentials } from './deploy';
import { findLoads } from './loads';

/**
 * Lines for the AWS CLI and curl that work as they stand in a shell at the repository's root.
 *
 * @param api where the HTTP API is
 */
export function whatToTry(run: LocalRun, api: string): string {
  const { endpoint, environment } = run;
  const { region, account } = environment;
  const prefix = resourcePrefix(environment);
  const machine = `arn:aws:states:${region}:${account}:stateMachine:${prefix}-command-handler`;
  const aws = relative(process.cwd(), resolve(__dirname, '..', '..', '.local', 'venv', 'bin', 'aws'));
  const key = JSON.stringify({ pk: { S: 'TENANT#tenant1' }, sk: { S: 'ORDER#order123' } });
  const command = JSON.stringify({
    entityType: 'order',
    id: 'try-1',
    expectedVersion: 0,
    action: 'put',
    attributes: { status: 'open', total: 100 },
  });
  return [
    'What to try next, in another terminal:',
    '',
    ...Object.entries(localCredentials(endpoint)).map(([variable, value]) => `export ${variable}=${value}`),
    `alias aws=$PWD/${aws}`,
    `aws stepfunctions list-executions --state-machine-arn ${machine} --max-items 3`,
    `aws stepfunctions get-execution-history --max-items 20 --execution-arn $(aws stepfunctions list-executions --state-machine-arn ${machine} --max-items 1 --query 'executions[0].executionArn' --output text | head -1)`,
    `aws dynamodb get-item --table-name ${prefix}-data --key '${key}'`,
    ...findLoads().flatMap((load) => load.whatToTry?.(deployment(run)) ?? []),
    `export API=${api} TOKEN=$(npm run -s token -- --tenant tenant1)`,
    'curl -s $API/openapi.json',
    `curl -s $API/commands -H "authorization: Bearer $TOKEN" -H 'idempotency-key: try-1' -H 'content-type: application/json' -d '${command}'`,
    'curl -s "$API/entities/order/try-1?version=1" -H "authorization: Bearer $TOKEN"',
    `aws logs filter-log-events --log-group-name /aws/lambda/${prefix}-command-finish --max-items 5 --query 'events[].message'`,
  ].join('\n');
}
