import { type Workflow, workflow } from '@blueprint/asl';
import { describe, expect, test } from '@jest/globals';
import { scratchStack } from '../testing/scratch-stack';
import { StateMachine } from './state-machine';

const machine = (definition: Workflow) => () => new StateMachine(scratchStack(), 'part', { name: 'm', definition });

describe('a broken definition is told with the construct that it belongs to', () => {
  test('when lint finds something', () => {
    const choice = workflow({
      StartAt: 'route',
      States: {
        route: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.ok %}', Next: 'done' }] },
        done: { Type: 'Succeed' },
      },
    });
    expect(machine(choice)).toThrow(
      /^dev-scratch\/part: The workflow has 1 problem:\n- Choice "route" has no Default.*\[choice-default\]$/,
    );
  });

  test('when the policy of its role cannot be made', () => {
    const run = workflow({
      StartAt: 'run',
      States: {
        run: {
          Type: 'Task',
          Resource: 'arn:aws:states:::ecs:runTask',
          Arguments: { TaskDefinition: 't' },
          TimeoutSeconds: 10,
          Retry: [{ ErrorEquals: ['States.TaskFailed'] }],
          End: true,
        },
      },
    });
    expect(machine(run)).toThrow(/^dev-scratch\/part: State "run" has .* `passedRoles`/);
  });
});
