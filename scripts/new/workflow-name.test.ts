import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Environment, environments } from '@blueprint/env';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MARK } from '../diagrams/generated';
import { checkName } from './workflow-name';

let root: string;
const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
const check = (name: string, among: readonly Environment[] = environments) => checkName(root, name, among);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'names-'));
  write('stacks/order/order-machine.md', `${MARK}\n# order-machine\n`);
  write('stacks/order/README.md', '# Orders\n');
  write('stacks/storage.ts', '');
  write('lambdas/order/pay.ts', 'export const handler = () => 1;');
  write('lambdas/ship/box-initialize.ts', 'export const handler = () => 1;');
  write('lambdas/platform/sqs.ts', '');
});

afterAll(() => rmSync(root, { recursive: true }));

test.each(['a', 'refund', 'invoice-check', 'step2', 'order-refund', 'readme', 'new', 'class'])(
  '%s is a name',
  (name) => {
    expect(() => check(name)).not.toThrow();
  },
);

test.each(['', 'Invoice', 'invoice_check', '-a', 'a-', 'a--b', '2nd', 'step-2', 'a/b', '../a', 'naïve', 'a b'])(
  '"%s" is none',
  (name) => {
    expect(() => check(name)).toThrow(`"${name}" is no name for a workflow: it is words of lower-case letters`);
  },
);

describe('the names that come of it fit', () => {
  const [local] = environments;
  if (!local) throw new Error('no environments');
  const named = (app: string): Environment => ({ ...local, app });

  test('an execution: 36 characters', () => {
    const short = [named('app')];
    expect(() => check('a'.repeat(36), short)).not.toThrow();
    expect(() => check('a'.repeat(37), short)).toThrow(
      `has 37 characters; a workflow's name has 36 at most: an execution's name is the workflow's and 44 characters, and Step Functions takes 80. Choose a shorter one.`,
    );
  });

  test('the role of a function, in the environment with the longest name', () => {
    const app = 'x'.repeat(20);
    const both = [named('app'), named(app)];
    const role = (name: string) => `local-${app}-${name}-initialize`;
    expect(role('a'.repeat(26))).toHaveLength(64);
    expect(() => check('a'.repeat(26), both)).not.toThrow();
    expect(() => check('a'.repeat(27), both)).toThrow(
      `a workflow's name has 26 at most: in local, the role of a function would be called "${role('a'.repeat(27))}", and IAM takes 64 characters`,
    );
  });
});

describe('a name is refused that is taken', () => {
  test.each([
    ['order', 'stacks/order is there already: nothing is overwritten. Choose another name.'],
    ['ship', 'lambdas/ship is there already'],
    ['storage', 'stacks/storage.ts is there already'],
    ['platform', 'lambdas/platform is there already'],
  ])('by a folder or file beside it: %s', (name, problem) => {
    expect(() => check(name)).toThrow(problem);
  });

  test.each(['aws', 'backend', 'aux', 'lpt1'])('for something else: %s', (name) => {
    expect(() => check(name)).toThrow(`"${name}" is reserved: `);
  });

  test.each([
    ['order-machine', 'order-machine, which the machine of stacks/order has'],
    ['order-pay', 'order-pay, which the function lambdas/order/pay.ts has'],
    ['ship-box', 'ship-box-initialize, which the function lambdas/ship/box-initialize.ts has'],
  ])('by a role of the same name: %s', (name, problem) => {
    expect(() => check(name)).toThrow(`"${name}" would have a second role called <env>-<app>-${problem}.`);
  });
});
