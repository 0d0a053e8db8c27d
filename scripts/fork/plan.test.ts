import { resolve } from 'node:path';
import { environments } from '@blueprint/env';
import { expect, test } from '@jest/globals';
import { trackedFiles } from '../git';
import { WORKFLOW_LIST } from '../new/workflow-list';
import { identityOf } from './identity';
import { planFork } from './plan';

const root = resolve(__dirname, '..', '..');
const from = identityOf(root, environments);
const to = {
  app: 'acme',
  project: 'acme',
  region: 'eu-central-1',
  accounts: { dev: '123456789012', stg: '123456789013', prod: '123456789014' },
  repository: 'acme-inc/acme',
};
// What is deleted and not yet committed is none of this test's matter.
const tracked = trackedFiles(root);
const { files, dependencies } = planFork({
  root,
  tracked,
  from,
  to,
  origin: { version: '1.2.3', commit: '0123456789abcdef' },
  removed: ['image'],
});

test('each environment is the fork’s', () => {
  for (const [env, account] of Object.entries(to.accounts)) {
    expect(files.get(`env/${env}.ts`)).toContain(`account: '${account}'`);
    expect(files.get(`env/${env}.ts`)).toContain("region: 'eu-central-1'");
    expect(files.get(`env/${env}.ts`)).toContain(`/${env}/acme/webhook-key`);
  }
});

test('packages and Terraform’s project have its name', () => {
  expect(JSON.parse(files.get('package.json') ?? '')).toMatchObject({ name: 'acme' });
  expect(JSON.parse(files.get('cdktf.json') ?? '')).toMatchObject({ projectId: 'acme' });
  expect(JSON.parse(files.get('lambdas/package.json') ?? '')).toMatchObject({
    name: '@acme/lambdas',
    devDependencies: { '@acme/env': '0.1.0' },
  });
});

test('what is removed goes with its line, its packages, and its links', () => {
  expect(files.get(WORKFLOW_LIST)).not.toContain('image');
  const kept = [...files].filter(([file, text]) => /^(stacks|lambdas)\/image\//.test(file) && text !== undefined);
  expect(kept).toEqual([]);
  expect(dependencies.get('lambdas')).toEqual(['wasm-vips']);
  expect(files.get('package-lock.json')).not.toContain('wasm-vips');
  expect(files.get('README.md')).not.toContain('](stacks/image/');
});

test('a fork is not forked again', () => {
  const { scripts } = JSON.parse(files.get('package.json') ?? '');
  expect(scripts).not.toHaveProperty('fork');
  expect(scripts).toHaveProperty('new');
  expect(files.has('scripts/fork.ts') && files.get('scripts/fork.ts')).toBeUndefined();
});

test('it says where it comes from', () => {
  expect(files.get('NOTICE')).toMatch(
    /^acme\n\nThis is a modified version of the Step Functions blueprint 1\.2\.3 \(0123456789ab\)\.\nCopyright \d{4} The Step Functions Blueprint authors\n/,
  );
  expect(files.has('LICENSE')).toBe(false);
  expect(files.get('README.md')).toMatch(/^# acme\n\n[\s\S]*Forked from the Step Functions blueprint,[\s\S]*\n## /);
  expect(files.get('CHANGELOG.md')).toContain('forked from the Step Functions blueprint.');
  expect(files.get('docs/upstream-changelog.md')).toContain('Keep a Changelog');
});
