import { StepFunctionsError } from '../../errors';
import type { TaskOutcome, TaskRequest } from '../../integrations/integrations';
import { seeded, TestEngine } from '../engine';
import { OBJECTS } from './maps';
import { RESOURCES } from './tasks';
import { hold } from './violation';

/** The errors that AWS documents for the operations that a world uses. */
const AWS_ERRORS = new Set([
  'ActivityDoesNotExist',
  'ActivityWorkerLimitExceeded',
  'ConflictException',
  'ExecutionAlreadyExists',
  'ExecutionDoesNotExist',
  'ExecutionNotRedrivable',
  'InvalidArn',
  'InvalidDefinition',
  'InvalidExecutionInput',
  'InvalidName',
  'InvalidOutput',
  'InvalidToken',
  'MissingRequiredParameter',
  'ResourceNotFound',
  'StateMachineDoesNotExist',
  'StateMachineTypeNotSupported',
  'TaskDoesNotExist',
  'TaskTimedOut',
  'ValidationException',
]);

/** Integrations, workers and S3 that answer by chance: well, badly, late, never. The seed decides. */
export class World {
  readonly engine: TestEngine;
  /** Calls that nobody has answered. */
  private readonly unanswered = new Set<TaskRequest>();
  private readonly random: () => number;
  /** What went wrong beside the execution's own course. */
  failure: unknown;
  /** Timers that are not the engine's own: somebody will do something later, or asks for a task. */
  timers = 0;

  constructor(seed: number) {
    this.random = seeded(seed);
    const supports = (resource: string, pattern?: string) => {
      if (resource === 'batch:submitJob') return pattern === 'sync';
      return ['lambda:invoke', 'sqs:sendMessage', 'lambda:function'].includes(resource);
    };
    this.engine = new TestEngine((request) => this.answer(request), seed, { supports });
    for (const [key, text] of Object.entries(OBJECTS)) this.engine.objects.files.set(key, Buffer.from(text));
    this.engine.objects.before = () => {
      if (this.random() < 0.05) throw new Error('Access Denied');
    };
  }

  /** What the definitions call: an activity and another state machine. */
  async prepare(): Promise<void> {
    await this.engine.handle('CreateActivity', { name: 'work' });
    const wait = {
      Type: 'Wait',
      Seconds: '{% $exists($states.input.seconds) ? $states.input.seconds : 5 %}',
      Next: 'end',
    };
    const end = { Type: 'Pass', End: true };
    const arn = await this.engine.create({ StartAt: 'wait', States: { wait, end } }, 'child');
    hold(arn === RESOURCES.child, () => `The other state machine is ${arn}`);
  }

  /** Calls that are under way and whose answer somebody waits for. One whose token has come back first ends by itself. */
  get underWay(): number {
    return [...this.unanswered].filter(({ signal, taskToken }) => !signal.aborted && taskToken === undefined).length;
  }

  /** Calls an operation: undefined when AWS's error answers it. @throws Violation for any other error */
  async ask(operation: string, input: object) {
    try {
      return await this.engine.handle(operation, input);
    } catch (error) {
      const known = error instanceof StepFunctionsError && AWS_ERRORS.has(error.code);
      hold(known, () => `${operation} throws ${error instanceof Error ? error.stack : String(error)}`);
      return undefined;
    }
  }

  private answer(request: TaskRequest): TaskOutcome | Promise<TaskOutcome> {
    const { random } = this;
    if (request.taskToken !== undefined && random() < 0.7) this.later(() => this.sendBack(request.taskToken ?? ''));
    if (request.pattern === 'sync') request.submitted({ JobId: 'job' });
    const chance = random();
    if (chance < 0.35) return this.outcome();
    this.unanswered.add(request);
    if (chance < 0.9) {
      return new Promise((resolve, reject) => {
        this.later(() => {
          this.unanswered.delete(request);
          if (random() < 0.03) reject(new Error('broken integration'));
          else resolve(this.outcome());
        });
      });
    }
    return new Promise(() => {});
  }

  private outcome(): TaskOutcome {
    const chance = this.random();
    if (chance < 0.7) return { output: { answer: chance } };
    if (chance < 0.73) return { output: 'x'.repeat(270_000) };
    if (chance < 0.76) return { output: null };
    if (chance < 0.8) return { error: 'States.Timeout', cause: '' };
    return { error: chance < 0.95 ? 'Oops' : 'Lambda.Unknown', cause: 'because' };
  }

  private async sendBack(taskToken: string): Promise<void> {
    const chance = this.random();
    if (chance < 0.3) await this.ask('SendTaskHeartbeat', { taskToken });
    if (chance < 0.2) this.later(() => this.sendBack(taskToken));
    else if (chance < 0.7)
      await this.ask('SendTaskSuccess', { taskToken, output: chance < 0.25 ? '{' : '{"answer": 7.0}' });
    else await this.ask('SendTaskFailure', { taskToken, ...(chance < 0.8 ? {} : { error: 'Oops', cause: 'worker' }) });
  }

  /** A worker of the activity who comes by for some time. */
  work(): void {
    for (let visits = 0; visits < 4; visits++) {
      this.later(async () => {
        this.timers += 1;
        const task = await this.ask('GetActivityTask', { activityArn: RESOURCES.activity, workerName: 'w' });
        this.timers -= 1;
        const token = task?.taskToken;
        if (typeof token === 'string' && this.random() < 0.9) this.later(() => this.sendBack(token));
      });
    }
  }

  private later(act: () => unknown): void {
    this.timers += 1;
    const now = () => {
      this.timers -= 1;
      this.watch(Promise.resolve().then(act));
    };
    this.engine.clock.setTimeout(now, Math.floor(this.random() * 40_000));
  }

  /** Notes what goes wrong with something that nobody waits for. */
  watch(happening: Promise<unknown>): void {
    happening.catch((error: unknown) => {
      this.failure ??= error;
    });
  }
}
