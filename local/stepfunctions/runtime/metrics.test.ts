import { describe, expect, test } from '@jest/globals';
import type { MetricDatum } from '..';
import { type Answer, TestEngine } from '../testing/engine';

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const MACHINE = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine';
const task = (fields: object = {}) => ({
  StartAt: 't',
  States: { t: { Type: 'Task', Resource: LAMBDA, End: true, ...fields } },
});

/** `name value` of each metric, by its dimensions. */
function byDimension(metrics: readonly MetricDatum[]): { [dimensions: string]: string[] } {
  const found: { [dimensions: string]: string[] } = {};
  for (const { name, value, dimensions } of metrics) {
    const key = Object.entries(dimensions).join(' ');
    found[key] = [...(found[key] ?? []), `${name} ${value}`];
  }
  return found;
}

async function metricsOf(definition: object, answer?: () => Answer): Promise<{ [dimensions: string]: string[] }> {
  const engine = new TestEngine(answer?.());
  await engine.execute(definition);
  return byDimension(engine.metrics);
}

describe('the metrics of AWS/States', () => {
  test('count an execution and its tasks, and measure how long they took', async () => {
    const definition = {
      StartAt: 'w',
      States: { w: { Type: 'Wait', Seconds: 3, Next: 't' }, ...task({ TimeoutSeconds: 9 }).States },
    };
    expect(await metricsOf(definition)).toEqual({
      [`StateMachineArn,${MACHINE}`]: ['ExecutionsStarted 1', 'ExecutionsSucceeded 1', 'ExecutionTime 3000'],
      [`ServiceIntegrationResourceArn,${LAMBDA}`]: [
        'ServiceIntegrationsScheduled 1',
        'ServiceIntegrationsStarted 1',
        'ServiceIntegrationScheduleTime 0',
        'ServiceIntegrationsSucceeded 1',
        'ServiceIntegrationTime 0',
        'ServiceIntegrationRunTime 0',
      ],
    });
  });

  test('count each try of a task, and its timeout', async () => {
    const never = () => () => new Promise<never>(() => {});
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1, IntervalSeconds: 1 }];
    const { [`StateMachineArn,${MACHINE}`]: ofExecution, ...ofTasks } = await metricsOf(
      task({ TimeoutSeconds: 2, Retry }),
      never,
    );
    expect(ofExecution).toEqual(['ExecutionsStarted 1', 'ExecutionsFailed 1', 'ExecutionTime 5000']);
    const [names = []] = Object.values(ofTasks);
    expect(names.filter((name) => name === 'ServiceIntegrationsTimedOut 1')).toHaveLength(2);
    expect(names.filter((name) => name === 'ServiceIntegrationRunTime 2000')).toHaveLength(2);
  });

  test('tell a task that waits for its token until it has ended', async () => {
    const engine = new TestEngine();
    await engine.start(
      await engine.create(
        task({ Resource: `${LAMBDA}.waitForTaskToken`, Arguments: { T: '{% $states.context.Task.Token %}' } }),
      ),
    );
    await engine.run(4_000);
    const token = (engine.requests[0]?.arguments as { T: string } | undefined)?.T;
    await engine.handle('SendTaskSuccess', { taskToken: token, output: '1' });
    await engine.run();
    expect(byDimension(engine.metrics)[`ServiceIntegrationResourceArn,${LAMBDA}.waitForTaskToken`]).toEqual(
      expect.arrayContaining(['ServiceIntegrationsSucceeded 1', 'ServiceIntegrationRunTime 4000']),
    );
  });

  test('count a missed heartbeat as one, of an activity and of a task that waits for its token', async () => {
    const engine = new TestEngine();
    const activityArn = String((await engine.handle('CreateActivity', { name: 'work' })).activityArn);
    const limits = { TimeoutSeconds: 60, HeartbeatSeconds: 10 };
    const caught = { Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 't' }] };
    const { t } = task({ Resource: `${LAMBDA}.waitForTaskToken`, ...limits }).States;
    const work = { Type: 'Task', Resource: activityArn, ...limits, ...caught, Next: 't' };
    const executionArn = await engine.start(await engine.create({ StartAt: 'work', States: { work, t } }));
    await engine.settle();
    await engine.handle('GetActivityTask', { activityArn });
    await engine.run();
    const { [`ActivityArn,${activityArn}`]: ofActivity, ...others } = byDimension(engine.metrics);
    expect(ofActivity?.slice(3)).toEqual([
      'ActivitiesHeartbeatTimedOut 1',
      'ActivityTime 10000',
      'ActivityRunTime 10000',
    ]);
    expect(others[`ServiceIntegrationResourceArn,${LAMBDA}.waitForTaskToken`]?.slice(3)).toEqual([
      'ServiceIntegrationsHeartbeatTimedOut 1',
      'ServiceIntegrationTime 10000',
      'ServiceIntegrationRunTime 10000',
    ]);
    const timeouts = (await engine.history(executionArn)).filter(({ type }) => type.endsWith('TimedOut'));
    expect(timeouts).toMatchObject([
      { activityTimedOutEventDetails: { error: 'States.Timeout' } },
      { taskTimedOutEventDetails: { error: 'States.Timeout' } },
    ]);
  });

  test('name functions and activities by their ARNs', async () => {
    const engine = new TestEngine();
    const activityArn = String((await engine.handle('CreateActivity', { name: 'work' })).activityArn);
    await engine.start(await engine.create(task({ Resource: activityArn })));
    await engine.run(1_000);
    const { taskToken } = await engine.handle('GetActivityTask', { activityArn });
    await engine.handle('SendTaskFailure', { taskToken });
    await engine.run();
    expect(byDimension(engine.metrics)[`ActivityArn,${activityArn}`]).toEqual([
      'ActivitiesScheduled 1',
      'ActivitiesStarted 1',
      'ActivityScheduleTime 1000',
      'ActivitiesFailed 1',
      'ActivityTime 1000',
      'ActivityRunTime 0',
    ]);
  });

  test('count an execution for its version, and a redrive for itself', async () => {
    const engine = new TestEngine(() => ({ error: 'E', cause: 'c' }));
    const stateMachineArn = await engine.create(task());
    const version = await engine.handle('PublishStateMachineVersion', { stateMachineArn });
    const executionArn = await engine.start(String(version.stateMachineVersionArn));
    await engine.run();
    await engine.handle('RedriveExecution', { executionArn });
    await engine.run();
    expect(byDimension(engine.metrics)[`StateMachineArn,${MACHINE} Version,1`]).toEqual([
      'ExecutionsStarted 1',
      'ExecutionsFailed 1',
      'ExecutionTime 0',
      'ExecutionsRedriven 1',
      'ExecutionsFailed 1',
      'ExecutionTime 0',
      'RedrivenExecutionsFailed 1',
    ]);
  });
});
