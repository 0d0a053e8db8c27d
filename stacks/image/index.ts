import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { NodeFunction } from '../constructs/node-function';
import { StateMachine } from '../constructs/state-machine';
import { WorkflowAlarms } from '../constructs/workflow-alarms';
import type { OwnStorage } from '../own-storage';
import { ownStored } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';
import { image } from './definition';
import { imageFunctions, startFunction } from './functions';
import { ImageTriggers } from './triggers';

const MACHINE = 'image';

/** The image workflow: from an original in the bucket to the images that pages show, and a row that says where they are. */
export class ImageWorkflow extends Construct {
  static readonly storage: OwnStorage = { tables: { image_results: {} }, buckets: { images: {} } };

  constructor(scope: Construct, props: WorkflowProps) {
    super(scope, 'image');
    const { env } = EnvironmentStack.of(this);
    const states = imageFunctions(this, props);
    const table = ownStored(props.storage, 'image_results').name;
    const machine = new StateMachine(this, MACHINE, {
      name: MACHINE,
      definition: image({ functionArn: states.arn, table }),
      keyArn: props.storage.keyArn,
    });
    const start = startFunction(this, props, MACHINE);
    const triggers = new ImageTriggers(this, 'triggers', { ...props, machine, start });
    if (env.alarms.enabled) this.watch(machine, triggers, start);
  }

  /** Errors of the functions that are states are no alarm: an original that can't be used is one, and others fail the execution. */
  private watch(machine: StateMachine, { originals, deadLetters }: ImageTriggers, start: NodeFunction): void {
    new WorkflowAlarms(this, 'alarms', {
      machines: [machine],
      afterFailure: 'Mend the cause and redrive them, for 14 days: what a branch has done is not done again.',
      failures: [deadLetters],
      work: [originals],
      streamReaders: [],
      functions: [start],
    });
  }
}
