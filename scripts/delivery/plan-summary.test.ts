import { describe, expect, test } from '@jest/globals';
import { asMarkdown, changesAnything, counted, listed, summaryOf } from './plan-summary';
import { refuseLosses } from './stack-deployment';

const change = (address: string, actions: string[], before?: object, after?: object, unknown?: object) => ({
  address,
  mode: 'managed',
  type: address.split('.')[0],
  change: { actions, before, after, after_unknown: unknown },
});

const plan = {
  resource_changes: [
    change('aws_sqs_queue.q', ['create'], undefined, { name: 'q' }),
    change(
      'aws_lambda_function.f',
      ['update'],
      { a: 1, key: 'secret-1', c: 3 },
      { a: 1, key: 'secret-2', c: 3 },
      { arn: true },
    ),
    change('aws_dynamodb_table.t', ['delete', 'create'], { name: 'a' }, { name: 'b' }),
    change('aws_iam_role.r', ['delete'], { name: 'r' }),
    change('aws_iam_role.same', ['no-op'], { name: 'r' }, { name: 'r' }),
    { ...change('data.terraform_remote_state.storage', ['read']), mode: 'data' },
  ],
  output_changes: { api_url: { actions: ['update'] }, same: { actions: ['no-op'] } },
};

describe('a plan', () => {
  const summary = summaryOf(plan);

  test('is summed up by what becomes of each resource, and in which arguments', () => {
    expect(listed(summary)).toEqual([
      'create  aws_sqs_queue.q',
      'update  aws_lambda_function.f (arn, key)',
      'replace aws_dynamodb_table.t (name)',
      'delete  aws_iam_role.r',
      'outputs api_url',
    ]);
    expect(counted(summary)).toBe('1 to create, 1 to update, 1 to replace, 1 to delete');
  });

  test('is told without a value: they may be secret', () => {
    expect(asMarkdown('dev-workflows', summary)).not.toMatch(/secret-\d/);
    expect(JSON.stringify(summary)).not.toMatch(/secret-\d/);
  });

  test('of many resources is told by type', () => {
    const many = Array.from({ length: 41 }, (_, index) => change(`aws_sqs_queue.q${index}`, ['create']));
    expect(listed(summaryOf({ resource_changes: many }))).toEqual(['create  aws_sqs_queue × 41']);
  });

  test('that changes nothing says so', () => {
    const nothing = summaryOf({ resource_changes: [change('aws_iam_role.same', ['no-op'])] });
    expect(changesAnything(nothing)).toBe(false);
    expect(counted(nothing)).toBe('no changes');
    expect(counted(summaryOf({ output_changes: { a: { actions: ['create'] } } }))).toBe('outputs only');
  });

  test('that takes data away is refused unless somebody says so', () => {
    expect(() => refuseLosses('dev-storage', summary, false)).toThrow(
      'The plan of dev-storage would destroy what holds data:\n  replace aws_dynamodb_table.t',
    );
    expect(() => refuseLosses('dev-storage', summary, true)).not.toThrow();
    expect(() =>
      refuseLosses('dev-storage', summaryOf({ resource_changes: [change('aws_iam_role.r', ['delete'])] }), false),
    ).not.toThrow();
  });
});
