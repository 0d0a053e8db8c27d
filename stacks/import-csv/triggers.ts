import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { Construct } from 'constructs';
import { settleWhatEndedBadly } from '../constructs/ended-badly';
import { EnvironmentStack } from '../constructs/environment-stack';
import { eventRuleArn } from '../constructs/event-rule';
import { Queue } from '../constructs/queue';
import { QueueTrigger } from '../constructs/queue-trigger';
import type { StateMachine } from '../constructs/state-machine';
import { StreamTrigger } from '../constructs/stream-trigger';
import type { ImportFunctions } from './functions';
import type { ImportProps } from './storage';

const ENDED_BADLY = 'import-csv-execution-ended-badly';
/** Receives of a message before it is given up: what AWS refuses for a moment comes through, what nobody can read does not. */
const MAX_RECEIVES = 5;
/** Chunks of one invocation: up to 48 rows each, all applied side by side. */
const CHUNKS_PER_INVOCATION = 10;

export interface ImportTriggersProps extends ImportProps {
  readonly machine: StateMachine;
  readonly functions: ImportFunctions;
}

/** What starts imports, has their rows applied, hears how their commands end, and records how executions failed. */
export class ImportTriggers extends Construct {
  /** The queue of files and requests. */
  readonly actions: Queue;
  /** The queues in which something lies only when a person should look. */
  readonly failures: readonly Queue[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ImportTriggersProps,
  ) {
    super(scope, id);
    const { keyArn, imports } = props.storage;
    const deadLetters = this.createQueue('import-action-dead-letters');
    const streamFailures = this.createQueue('import-csv-stream-failures');
    const settleFailures = this.createQueue('import-csv-settle-failures', eventRuleArn(this, ENDED_BADLY));
    this.failures = [deadLetters, streamFailures, settleFailures];
    this.actions = new Queue(this, 'import-action-queue', {
      name: 'import-action-queue',
      visibilitySeconds: 6 * props.functions.at('import-csv/start').timeoutSeconds,
      deadLetters: { queue: deadLetters, maxReceives: MAX_RECEIVES },
      notificationsOf: imports.arn,
      keyArn,
    });
    this.startImports();
    this.applyRows(streamFailures);
    this.hearOfCommands(streamFailures);
    this.settleExecutions(settleFailures);
  }

  private createQueue(name: string, deadLettersOf?: string): Queue {
    return new Queue(this, name, { name, keyArn: this.props.storage.keyArn, ...(deadLettersOf && { deadLettersOf }) });
  }

  private startImports(): void {
    const { storage, functions, machine } = this.props;
    new QueueTrigger(this, 'actions', {
      queue: this.actions,
      target: functions.at('import-csv/start'),
      after: [machine.live],
      ...EnvironmentStack.of(this).env.concurrency.queue,
    });
    new S3BucketNotification(this, 'files', {
      bucket: storage.imports.name,
      queue: [{ queueArn: this.actions.arn, events: ['s3:ObjectCreated:*'], filterPrefix: 'imports/' }],
    });
  }

  /** The chunks of rows, and nothing else that is written to `import_tmp`. What an import takes from the tables is set here. */
  private applyRows(onFailure: Queue): void {
    const { storage, functions } = this.props;
    new StreamTrigger(this, 'import-tmp-stream', {
      streamArn: storage.import_tmp.streamArn,
      target: functions.at('import-csv/apply-rows'),
      onFailure,
      filter: { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'ROWS#' }] } } } },
      batchSize: CHUNKS_PER_INVOCATION,
      windowSeconds: 0,
      parallelization: EnvironmentStack.of(this).env.concurrency.imports.appliers,
    });
  }

  /**
   * Commands for whose end an import waits. Rows that were applied with their chunk pass by. This is the second reader of the stream,
   * and no shard should have a third.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
   */
  private hearOfCommands(onFailure: Queue): void {
    const { storage, functions } = this.props;
    new StreamTrigger(this, 'commands-stream', {
      streamArn: storage.commands.streamArn,
      target: functions.at('import-csv/row-settled'),
      onFailure,
      filter: {
        eventName: ['MODIFY'],
        dynamodb: {
          NewImage: {
            origin: { M: { awaited: { BOOL: [true] } } },
            status: { S: ['applied', 'skipped', 'failed'] },
          },
        },
      },
      ...EnvironmentStack.of(this).env.concurrency.stream,
    });
  }

  private settleExecutions(settleFailures: Queue): void {
    const { functions, machine } = this.props;
    const settle = functions.at('import-csv/settle');
    settleWhatEndedBadly(this, {
      name: ENDED_BADLY,
      description: 'An import execution failed, timed out or was aborted',
      machines: [machine],
      settle,
      failures: settleFailures,
    });
  }
}
