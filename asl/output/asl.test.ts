import { describe, expect, test } from '@jest/globals';
import type { Workflow } from '../definition/workflow';
import { workflow } from '../definition/workflow';
import { LintError } from '../lint/lint';
import { DefinitionSizeError, toAsl } from './asl';
import { AslError } from './validator';

const token = ['$', '{TfToken[TOKEN.3]}'].join('');

const machine = workflow({
  Comment: 'Counts what it is given.',
  StartAt: 'count',
  TimeoutSeconds: 60,
  States: {
    count: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: token, Payload: { name: '', of: "{%{ 'x': $states.input\n }%}", price: `$\{5}` } },
      Output: '{%$states.result.Payload%}',
      TimeoutSeconds: 30,
      Retry: [{ ErrorEquals: ['States.TaskFailed'], JitterStrategy: 'FULL' }],
      End: true,
    },
  },
});

describe('the definition of a workflow', () => {
  test('is ASL in JSONata, its fields as they were written', () => {
    expect(JSON.parse(toAsl(machine, { escape: 'none' }))).toEqual({ QueryLanguage: 'JSONata', ...machine });
  });

  test('begins with what the workflow is for, and its query language', () => {
    expect(toAsl(machine)).toMatch(/^\{"Comment":"Counts what it is given\.","QueryLanguage":"JSONata","StartAt"/);
  });

  test('is escaped for Terraform, unless it goes elsewhere', () => {
    expect(toAsl(machine)).toContain(`"FunctionName":"${token}"`);
    expect(toAsl(machine)).toContain(`"price":"$$\{5}"`);
    expect(toAsl(machine)).toContain('"{%%{');
    expect(toAsl(machine, { escape: 'none' })).toContain(`"price":"$\{5}"`);
  });

  test('is not changed by being written', () => {
    const before = JSON.stringify(machine);
    toAsl(machine);
    expect(JSON.stringify(machine)).toBe(before);
  });

  test('is not written of a workflow with findings', () => {
    const open: Workflow = { StartAt: 'c', States: { c: { Type: 'Choice', Choices: [] } } };
    expect(() => toAsl(open)).toThrow(LintError);
  });

  test('is not written of an Express workflow that waits', () => {
    const waiting: Workflow = {
      StartAt: 't',
      States: {
        t: {
          Type: 'Task',
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Arguments: { StateMachineArn: 'child' },
          Output: {},
          TimeoutSeconds: 5,
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          End: true,
        },
      },
    };
    expect(() => toAsl(waiting)).not.toThrow();
    expect(() => toAsl(waiting, { type: 'EXPRESS' })).toThrow(LintError);
  });

  test('has 1 MB at most', () => {
    const large = (bytes: number): Workflow => {
      const filled = (Comment: string): Workflow => ({
        Comment,
        StartAt: 's',
        States: { s: { Type: 'Succeed' } },
      });
      const rest = toAsl(filled(''), { escape: 'none' }).length;
      return filled('x'.repeat(bytes - rest));
    };
    expect(toAsl(large(1_048_576), { escape: 'none' })).toHaveLength(1_048_576);
    expect(() => toAsl(large(1_048_577))).toThrow(DefinitionSizeError);
  });

  test('is also checked by asl-validator', () => {
    const wrong = { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: -1, End: true } } } as Workflow;
    expect(() => toAsl(wrong)).toThrow(AslError);
    expect(() => toAsl(wrong)).toThrow(/^asl-validator rejects the definition: SCHEMA_VALIDATION_FAILED/);
  });
});
