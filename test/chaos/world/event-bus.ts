import type { Clock, StatusChangeEvent } from '@blueprint/local/stepfunctions';
import type { Random } from '../random';
import type { Background } from './background';
import type { Faults } from './faults';
import type { LambdaService } from './lambda-service';

const attempts = 3;
const ended = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** The EventBridge rule that tells a workflow's `settle` of executions that did not succeed: at least once, in any order, at any time. */
export class EventBus {
  private count = 0;
  /** Events that no attempt could deliver: the reconciler has to find out by itself. */
  discarded = 0;
  private readonly delivered: object[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly faults: Faults,
    private readonly lambda: LambdaService,
    private readonly background: Background,
    private readonly target: string,
  ) {}

  publish(detail: StatusChangeEvent): void {
    if (!ended.has(detail.status)) return;
    const fault = this.faults.delivery('event');
    const minute = 60_000;
    const event = {
      version: '0',
      id: `event-${this.count++}`,
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account: '000000000000',
      time: new Date(this.clock.now()).toISOString(),
      region: 'ap-northeast-1',
      resources: [detail.executionArn],
      detail,
    };
    this.delivered.push(event);
    const delay = fault === 'late' ? this.random() * minute : fault === 'very-late' ? this.random() * 20 * minute : 0;
    if (fault === 'lost') this.discarded += 1;
    else this.clock.setTimeout(() => this.background(this.attempt(event, 1)), 10 + this.random() * 500 + delay);
    if (fault === 'repeated')
      this.clock.setTimeout(() => this.background(this.attempt(event, 1)), this.random() * 1000);
    if (fault === 'repeated-later')
      this.clock.setTimeout(() => this.background(this.attempt(event, 1)), this.random() * 20 * minute);
  }

  /** Delivers everything once more. */
  replay(): Promise<unknown> {
    return Promise.all(this.delivered.map((event) => this.lambda.invoke(this.target, event)));
  }

  private async attempt(event: object, attempt: number): Promise<void> {
    const answer = await this.lambda.invoke(this.target, event);
    if (!('error' in answer)) return;
    if (attempt === attempts) this.discarded += 1;
    else this.clock.setTimeout(() => this.background(this.attempt(event, attempt + 1)), 60_000 * attempt);
  }
}
