import { expect, test } from '@jest/globals';
import { StepFunctions, VirtualClock } from '../stepfunctions';
import { OPTIMIZED_INTEGRATIONS } from '../stepfunctions/integrations/optimized';
import { runsOptimized } from './integrations';

const OWN = 'states:startExecution';
const integrations = OPTIMIZED_INTEGRATIONS.flatMap(({ resource, patterns }) =>
  patterns.map((pattern) => ({
    resource,
    pattern,
    arn: `arn:aws:states:::${resource}${pattern === undefined ? '' : `.${pattern}`}`,
  })),
);

interface Validated {
  diagnostics: { message: string }[];
}

/** What is said to a definition whose only state calls the resource. */
async function saidTo(Resource: string): Promise<string> {
  const engine = new StepFunctions({
    region: 'ap-northeast-1',
    accountId: '000000000000',
    clock: new VirtualClock(0),
    random: () => 0.5,
    integrations: { supports: runsOptimized, call: async () => ({ output: {} }) },
  });
  const Arguments = { StateMachineArn: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:other' };
  const definition = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'task',
    States: { task: { Type: 'Task', Resource, Arguments, End: true } },
  });
  const answer = (await engine.handle('ValidateStateMachineDefinition', { definition })) as Validated;
  engine.close();
  return answer.diagnostics.map(({ message }) => message).join('\n');
}

test.each(integrations)('$arn is taken or refused by its name', async ({ resource, pattern, arn }) => {
  const refused = `The resource ${arn} is not supported by the local Step Functions`;
  const runs = resource === OWN || runsOptimized(resource, pattern);
  expect(await saidTo(arn)).toEqual(runs ? '' : expect.stringContaining(refused));
});

test('what no pattern of AWS is has no reason but that', async () => {
  expect(await saidTo('arn:aws:states:::ecs:runTask.sync:2')).toContain('is not recognized');
});

test('a Task on what cannot run here can be mocked, and is told so', async () => {
  expect(await saidTo('arn:aws:states:::glue:startJobRun.sync')).toContain('A Task on it can be mocked');
});
