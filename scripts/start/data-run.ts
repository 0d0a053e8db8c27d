import { setTimeout as pause } from 'node:timers/promises';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { CommandPublisher } from '@blueprint/lambdas/command/publisher';
import { LIVE } from '@blueprint/lambdas/platform/live';
import { CarelessReader } from './careless-reader';
import { clientSettings, documentClient, type LocalRun, resourcePrefix } from './clients';
import { planDataSet } from './data-set';
import { countExecutions } from './executions';
import { compareWithPlan } from './expectations';
import { Progress } from './progress';
import { countOpenCommands } from './settled-counter';
import { table } from './table';
import { publishAll } from './workload';

/** Commands under way at once: enough to keep two cores busy, few enough for no task to wait for a worker for long. */
const maximumOpen = 300;
/** A run that settles nothing for this long (ms) will not settle anything any more. */
const patience = 60_000;

/**
 * Sends the data set through the deployed workflow, while a careless second reader of the stream repeats every tenth
 * record out of order, then compares the tables with what was sent and prints the table.
 *
 * @returns whether every expectation held
 */
export async function runDataSet(options: LocalRun): Promise<boolean> {
  const { region, account } = options.environment;
  const prefix = resourcePrefix(options.environment);
  const client = clientSettings(options);
  const dynamodb = new DynamoDBClient(client);
  const documents = documentClient(options);
  const commands = `${prefix}-commands`;
  const plan = planDataSet();
  const total = plan.reduce((sum, { versions }) => sum + versions.length, 0);
  const started = Date.now();

  const done = new AbortController();
  const stream = await dynamodb.send(new DescribeTableCommand({ TableName: commands }));
  const careless = new CarelessReader(
    new DynamoDBStreamsClient(client),
    new LambdaClient(client),
    `${prefix}-command-trigger:${LIVE}`,
    10,
  ).run(stream.Table?.LatestStreamArn ?? '', AbortSignal.any([done.signal, options.signal]));

  // Awaited below; if the run fails before that, its own error is the one to tell.
  careless.catch(() => undefined);

  const flow = new Flow(() => countOpenCommands(documents, commands), total, options.signal);
  const publisher = new CommandPublisher(documents, { commands, data: `${prefix}-data` });
  const running = Promise.all([
    publishAll(publisher, plan, {
      concurrency: 16,
      gate: flow,
      onPublished: () => flow.published(),
      signal: options.signal,
    }),
    flow.untilSettled(),
  ]);
  await running.finally(() => done.abort());
  const seconds = (Date.now() - started) / 1000;
  const redelivered = await careless;

  const outcome = await compareWithPlan(documents, { data: `${prefix}-data`, history: `${prefix}-history` }, plan);
  const machine = `arn:aws:states:${region}:${account}:stateMachine:${prefix}-command-handler`;
  const executions = await countExecutions(new SFNClient(client), machine);
  const failed = [...executions].filter(([status]) => status !== 'SUCCEEDED');
  const violations = [
    ...outcome.violations,
    ...failed.map(([status, count]) => `${count} executions are ${status}, none should be.`),
  ];
  console.log(
    `\n${table('command workflow', [
      ['entities', plan.length],
      ['  of them deleted', outcome.deletedEntities],
      ['versions sent', flow.sent],
      ['versions settled', outcome.settledVersions],
      ['records repeated', redelivered.repeated],
      ['  of them out of order', redelivered.outOfOrder],
      ...[...executions].map(([status, count]) => [`executions ${status}`, count] as const),
      ['time', `${seconds.toFixed(1)} s`],
      ['versions settled per second', (outcome.settledVersions / seconds).toFixed(1)],
      ['expectations', violations.length === 0 ? 'all held' : `${violations.length} violated`],
    ])}`,
  );
  for (const violation of violations.slice(0, 20)) console.error(`  ${violation}`);
  return violations.length === 0;
}

/** Counts what is sent and settled, holds publishers back, and gives up when nothing moves any more. */
class Flow {
  sent = 0;
  private open_ = 0;
  private settled = 0;
  private readonly progress: Progress;

  constructor(
    private readonly countOpen: () => Promise<number>,
    private readonly total: number,
    private readonly signal: AbortSignal,
  ) {
    this.progress = new Progress('airports and orders', total);
  }

  published(): void {
    this.sent += 1;
    this.open_ += 1;
  }

  async open(): Promise<void> {
    while (this.open_ >= maximumOpen && !this.signal.aborted) await pause(100);
  }

  /** @throws Error when nothing was settled for a minute, with where to look */
  async untilSettled(): Promise<void> {
    let movedAt = Date.now();
    while (this.settled < this.total) {
      await pause(500, undefined, { signal: this.signal });
      const sent = this.sent;
      this.open_ = (await this.countOpen()) + (this.sent - sent);
      const settled = Math.max(this.settled, sent - this.open_);
      if (settled > this.settled) movedAt = Date.now();
      this.settled = settled;
      this.progress.update(settled, this.total, 'versions settled');
      if (Date.now() - movedAt > patience) {
        throw new Error(
          `${this.total - settled} of ${this.total} commands are not settled and nothing has moved for a minute. Look at the executions ` +
            'with "aws stepfunctions list-executions" and at the functions\' log groups.',
        );
      }
    }
    this.progress.end(`${this.settled} of ${this.total} versions settled`);
  }
}
