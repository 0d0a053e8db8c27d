import { operations } from '@blueprint/lambdas/event-intake/operations';
import { Construct } from 'constructs';
import { EnvironmentStack } from '../constructs/environment-stack';
import { HttpFunction } from '../constructs/http-function';
import { mayStart } from '../constructs/live';
import { Queue } from '../constructs/queue';
import { StateMachine } from '../constructs/state-machine';
import { WorkflowAlarms } from '../constructs/workflow-alarms';
import type { OwnStorage } from '../own-storage';
import { ownStored } from '../storage-outputs';
import type { WorkflowProps } from '../workflows';
import { eventIntake } from './definition';

/** Above this, somebody should hear of a reading, °C. */
const ALARM_ABOVE_CELSIUS = 80;

/** The intake of readings: from a request, at once answered, to a row for each reading. */
export class EventIntakeWorkflow extends Construct {
  static readonly storage: OwnStorage = { tables: { readings: { ttl: 'ttl' } } };

  constructor(
    scope: Construct,
    private readonly props: WorkflowProps,
  ) {
    super(scope, 'event-intake');
    const { env } = EnvironmentStack.of(this);
    const kept = new Queue(this, 'kept', { name: 'event-intake-kept', keyArn: props.storage.keyArn });
    const machine = this.createMachine(kept);
    const http = this.createHttp(machine);
    if (env.alarms.enabled) {
      new WorkflowAlarms(this, 'alarms', {
        machines: [machine],
        afterFailure: `What lies in ${kept.name} says why, and its "input" can be started as it is.`,
        failures: [kept],
        streamReaders: [],
        functions: [http],
      });
    }
  }

  private createMachine(kept: Queue): StateMachine {
    const { storage } = this.props;
    return new StateMachine(this, 'machine', {
      name: 'event-intake',
      type: 'EXPRESS',
      definition: eventIntake({
        tableName: ownStored(storage, 'readings').name,
        keptUrl: kept.url,
        source: EnvironmentStack.of(this).resourceName('event-intake'),
        alarmAboveCelsius: ALARM_ABOVE_CELSIUS,
      }),
      arns: { [kept.url]: kept.arn },
      keyArn: storage.keyArn,
    });
  }

  private createHttp(machine: StateMachine): HttpFunction {
    const { api, bundles, storage } = this.props;
    const stack = EnvironmentStack.of(this);
    return new HttpFunction(this, 'http', {
      api,
      operations,
      path: 'event-intake/http',
      bundles,
      codeBucket: storage.assets.name,
      keyArn: storage.keyArn,
      environment: { MACHINES_ARN: stack.arn('states', `stateMachine:${stack.resourceName('')}`) },
      grants: [mayStart([machine.arn])],
    });
  }
}
