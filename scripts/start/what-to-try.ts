import { relative, resolve } from 'node:path';
import type { Environment } from '@blueprint/env';
import { localCredentials } from './deploy';

/**
 * Lines for the AWS CLI and curl that work as they stand in a shell at the repository's root.
 *
 * @param api where the HTTP API is
 */
export function whatToTry(endpoint: string, api: string, { name, app, region, account }: Environment): string {
  const prefix = `${name}-${app}`;
  const machine = `arn:aws:states:${region}:${account}:stateMachine:${prefix}-command-handler`;
  const aws = relative(process.cwd(), resolve(__dirname, '..', '..', '.local', 'venv', 'bin', 'aws'));
  const key = JSON.stringify({ pk: { S: 'TENANT#tenant1' }, sk: { S: 'ORDER#order123' } });
  const product = JSON.stringify({ pk: { S: 'TENANT#tenant1' }, sk: { S: 'PRODUCT#P-1' } });
  const command = JSON.stringify({
    entityType: 'order',
    id: 'try-1',
    expectedVersion: 0,
    action: 'put',
    attributes: { status: 'open', total: 100 },
  });
  const imports = `arn:aws:states:${region}:${account}:stateMachine:${prefix}-import-csv`;
  return [
    'What to try next, in another terminal:',
    '',
    ...Object.entries(localCredentials(endpoint)).map(([variable, value]) => `export ${variable}=${value}`),
    `alias aws=$PWD/${aws}`,
    `aws stepfunctions list-executions --state-machine-arn ${machine} --max-items 3`,
    `aws stepfunctions get-execution-history --max-items 20 --execution-arn $(aws stepfunctions list-executions --state-machine-arn ${machine} --max-items 1 --query 'executions[0].executionArn' --output text | head -1)`,
    `aws dynamodb get-item --table-name ${prefix}-data --key '${key}'`,
    `printf 'product_code,name,price\\nP-1,Green tea,3.5\\n' | aws s3 cp - s3://${prefix}-imports-${account}/imports/tenant1/products/tea.csv`,
    `aws dynamodb get-item --table-name ${prefix}-data --key '${product}'`,
    `aws stepfunctions list-map-runs --execution-arn $(aws stepfunctions list-executions --state-machine-arn ${imports} --max-items 1 --query 'executions[0].executionArn' --output text | head -1)`,
    `export API=${api} TOKEN=$(npm run -s token -- --tenant tenant1)`,
    'curl -s $API/openapi.json',
    `curl -s $API/commands -H "authorization: Bearer $TOKEN" -H 'idempotency-key: try-1' -H 'content-type: application/json' -d '${command}'`,
    'curl -s "$API/entities/order/try-1?version=1" -H "authorization: Bearer $TOKEN"',
    `aws logs filter-log-events --log-group-name /aws/lambda/${prefix}-command-finish --max-items 5 --query 'events[].message'`,
  ].join('\n');
}
