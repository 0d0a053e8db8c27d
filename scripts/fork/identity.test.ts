import { resolve } from 'node:path';
import { environments } from '@blueprint/env';
import { expect, test } from '@jest/globals';
import { checkIdentity, identityOf } from './identity';

const root = resolve(__dirname, '..', '..');
const check = (app: string, region = 'eu-central-1') => checkIdentity(root, { app, region });

test('the project says what it is called', () => {
  const { app, project, accounts } = identityOf(root, environments);
  expect({ app, project }).toEqual({ app: 'blueprint', project: 'stepfunctions-blueprint' });
  expect(Object.keys(accounts)).toEqual(['dev', 'stg', 'prod']);
});

test.each(['abc', 'acme', 'a-name-of-20-letters'])('%s is a name', (name) => {
  expect(() => check(name)).not.toThrow();
});

test.each(['ab', 'Acme', 'acme-', '2nd', 'acme_inc', 'a-name-of-21-letters-x', 'acme inc', '@acme'])(
  '"%s" is none',
  (name) => {
    expect(() => check(name)).toThrow(`--name ${name}: must be 3–20 lower-case letters, digits and hyphens`);
  },
);

test('a name whose packages somebody else publishes is refused', () => {
  expect(() => check('aws-sdk')).toThrow('the workspaces would be packages @aws-sdk/…, as @aws-sdk/');
});

test.each([
  ['Frankfurt', 'must be an AWS region'],
  ['cn-north-1', 'another partition'],
  ['us-gov-west-1', 'another partition'],
])('region %s is refused', (region, problem) => {
  expect(() => check('acme', region)).toThrow(`--region ${region}: `);
  expect(() => check('acme', region)).toThrow(problem);
});
