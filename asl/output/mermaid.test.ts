import { describe, expect, test } from '@jest/globals';
import type { Workflow } from '../definition/workflow';
import { workflow } from '../definition/workflow';
import { mermaid } from './mermaid';

const machine = workflow({
  StartAt: 'check',
  States: {
    check: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'check' },
      Catch: [{ ErrorEquals: ['PaymentFailed', 'States.Timeout'], Next: 'refund order' }],
      Next: 'decide',
    },
    decide: {
      Type: 'Choice',
      Choices: [{ Condition: "{% $states.input.ok ? 'a:b' = 'a;b' : false %}", Next: 'items' }],
      Default: 'failed',
    },
    items: {
      Type: 'Map',
      MaxConcurrency: 2,
      ItemProcessor: { StartAt: 'item', States: { item: { Type: 'Pass', End: true } } },
      Output: {},
      Next: 'both',
    },
    both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'left', States: { left: { Type: 'Succeed' } } },
        { StartAt: 'right', States: { right: { Type: 'Succeed' } } },
      ],
      End: true,
    },
    'refund order': { Type: 'Pass', End: true },
    failed: { Type: 'Fail' },
  },
});

describe('the diagram', () => {
  test('shows states, conditions, errors, items and branches', () => {
    expect(mermaid(machine)).toBe(`stateDiagram-v2
  classDef failed stroke:#c00
  [*] --> check
  check --> decide
  check --> s7 : on PaymentFailed, States.Timeout
  decide --> items : $states.input.ok ? 'a#58;b' = 'a#59;b' #58; false
  decide --> failed : otherwise
  state "items (for each, 2 at once)" as items
  state items {
    [*] --> item
    item --> [*]
  }
  items --> both
  state both {
    [*] --> left
    left --> [*]
    --
    [*] --> right
    right --> [*]
  }
  both --> [*]
  state "refund order" as s7
  s7 --> [*]
  failed --> [*]
  class failed failed
`);
  });

  test('is the same text every time', () => {
    expect(mermaid(machine)).toBe(mermaid(JSON.parse(JSON.stringify(machine)) as Workflow));
  });

  test('shortens a long condition', () => {
    const long: Workflow = {
      StartAt: 'c',
      States: {
        c: { Type: 'Choice', Choices: [{ Condition: `{% $x = '${'y'.repeat(80)}' %}`, Next: 'd' }], Default: 'd' },
        d: { Type: 'Succeed' },
      },
    };
    expect(mermaid(long)).toContain(`c --> d : $x = '${'y'.repeat(53)}…\n`);
  });

  test('says that a Distributed Map runs executions', () => {
    const distributed: Workflow = {
      StartAt: 'm',
      States: {
        m: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
            StartAt: 'i',
            States: { i: { Type: 'Succeed' } },
          },
          End: true,
        },
      },
    };
    expect(mermaid(distributed)).toContain('state "m (for each, as an execution)" as m');
  });
});
