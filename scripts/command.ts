import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { type Environment, environment } from '@blueprint/env';
import { CommandRepair } from '@blueprint/lambdas/command/repair';
import { LIVE } from '@blueprint/lambdas/platform/live';
import { type CommandOptions, parseCommandLine } from './command/options';
import { runScript } from './command-line';
import { localCredentials } from './start/deploy';

async function main(options: CommandOptions): Promise<void> {
  const env = environment(options.env);
  if (env.state === 'local')
    Object.assign(process.env, { ...localCredentials('http://127.0.0.1:4566'), ...process.env });
  const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient({ region: env.region }));
  const prefix = `${env.name}-${env.app}`;
  if (options.action === 'show') return show(dynamodb, prefix, options);
  const repair = new CommandRepair({
    dynamodb,
    sfn: new SFNClient({ region: env.region }),
    tables: { commands: `${prefix}-commands`, data: `${prefix}-data` },
    stateMachineArn: machineArn(env),
  });
  const { pk, sk, version } = options;
  const done =
    options.action === 'redrive'
      ? await repair.redrive({ pk, sk, version })
      : await repair.skip({ pk, sk, version }, options.reason, options.by);
  console.log(`${pk} ${sk} version ${version}: its execution is ${done}.`);
}

function machineArn({ name, app, region, account }: Environment): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}-${app}-command-handler:${LIVE}`;
}

async function show(client: DynamoDBDocumentClient, prefix: string, { pk, sk }: CommandOptions): Promise<void> {
  const query = {
    TableName: `${prefix}-commands`,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    FilterExpression: 'entitySk = :entitySk',
    ExpressionAttributeValues: { ':pk': pk, ':sk': `${sk}@`, ':entitySk': sk },
    ConsistentRead: true,
  };
  let rows = 0;
  for await (const { Items } of paginateQuery({ client }, query)) {
    for (const { version, status, acceptedAt, settledAt, failure, skip, waiter } of Items ?? []) {
      rows += 1;
      const waits = waiter && !settledAt ? `, version ${waiter.version} waits for it` : '';
      console.log(
        `version ${version}: ${status}, accepted ${acceptedAt}${settledAt ? `, settled ${settledAt}` : ''}${waits}`,
      );
      if (failure)
        console.log(`  failed ${failure.at}: ${failure.error}: ${failure.cause}\n  execution ${failure.executionArn}`);
      if (skip) console.log(`  skipped by ${skip.by} at ${skip.at}: ${skip.reason}`);
    }
  }
  if (rows === 0) throw new Error(`There is no command of ${pk} ${sk} in ${prefix}-commands.`);
}

runScript((argv) => main(parseCommandLine(argv)));
