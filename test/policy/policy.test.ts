import { synthesizeAll } from '@blueprint/stacks/testing/synthesized';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { evaluate } from './evaluate';
import { type Judgement, judge } from './judgement';
import { allExemptions, stacksIn } from './stacks';

const stacks = stacksIn(synthesizeAll().outdir);

describe('every stack of every environment', () => {
  let judgement: Judgement;

  beforeAll(async () => {
    judgement = evaluate(stacks, await allExemptions());
  });

  test('keeps each rule, or has a reason not to', () => {
    expect(judgement.broken).toEqual([]);
    expect(stacks.map(({ name }) => name)).toEqual(expect.arrayContaining(['local-storage', 'prod-workflows']));
  });

  test('has no exemption that it does not need', () => {
    expect(judgement.stale).toEqual([]);
  });
});

describe('an exemption', () => {
  const violation = {
    rule: 'queue-encrypted',
    stack: 'dev-workflows',
    resource: 'aws_sqs_queue.it',
    problem: 'is open',
  };
  const exemption = { rules: ['queue-encrypted'], stacks: ['dev-*'], reason: 'it is empty' };
  const ran = ['queue-encrypted', 'queue-tls-only'];

  test('lets through what it names, with its reason', () => {
    expect(judge([violation], [exemption], ran)).toEqual({
      broken: [],
      exempted: [{ ...violation, reason: 'it is empty' }],
      stale: [],
    });
  });

  test.each([
    ['another rule', { rules: ['queue-tls-only'] }],
    ['another stack', { stacks: ['prod-*'] }],
    ['another resource', { resources: ['aws_sqs_queue.its'] }],
    ['another problem', { problems: ['is closed'] }],
  ])('of %s lets nothing through, and is stale', (_, part) => {
    const { broken, stale } = judge([violation], [{ ...exemption, ...part }], ran);
    expect(broken).toEqual([violation]);
    expect(stale).not.toEqual([]);
  });

  test('is stale by the part that answers nothing', () => {
    const { stale } = judge([violation], [{ ...exemption, stacks: ['dev-*', 'stg-*'] }], ran);
    expect(stale).toEqual(['The exemption from queue-encrypted (it is empty) answers nothing for stg-*: delete that.']);
  });

  test('from a rule that was not asked is left alone', () => {
    expect(judge([], [{ rules: ['CKV_AWS_1'], reason: 'none' }], ran).stale).toEqual([]);
  });

  test('must name a rule that there is, and give a reason', () => {
    expect(() => evaluate([], [{ rules: ['queue-encripted'], reason: 'typo' }])).toThrow('which is no rule');
    expect(() => evaluate([], [{ ...exemption, reason: ' ' }])).toThrow('gives no reason');
  });
});
