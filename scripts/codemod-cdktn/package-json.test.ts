import { expect, test } from '@jest/globals';
import { rewritePackageJson } from './package-json';

const rewrite = (fields: object) => JSON.parse(rewritePackageJson('package.json', JSON.stringify(fields)));

test('packages of the fork take the places of those before, in pinned versions that go together', () => {
  const rewritten = rewrite({
    dependencies: { '@cdktf/provider-aws': '20.1.0', cdktf: '^0.21.0', constructs: '10.4.2', esbuild: '0.28.2' },
    devDependencies: { 'cdktf-cli': '0.21.0', jest: '30.5.2' },
    peerDependencies: { cdktf: '>=0.20' },
  });
  expect(rewritten).toEqual({
    dependencies: { '@cdktn/provider-aws': '25.7.0', cdktn: '0.24.0', constructs: '10.6.0', esbuild: '0.28.2' },
    devDependencies: { 'cdktn-cli': '0.24.0', jest: '30.5.2' },
    peerDependencies: { cdktn: '0.24.0' },
  });
});

test('constructs come beside the CLI, unless they are there already', () => {
  expect(rewrite({ devDependencies: { 'cdktf-cli': '0.21.0', jest: '30.5.2' } })).toEqual({
    devDependencies: { 'cdktn-cli': '0.24.0', constructs: '10.6.0', jest: '30.5.2' },
  });
  expect(rewrite({ dependencies: { constructs: '^10' }, devDependencies: { 'cdktf-cli': '0.21.0' } })).toEqual({
    dependencies: { constructs: '10.6.0' },
    devDependencies: { 'cdktn-cli': '0.24.0' },
  });
  expect(rewrite({ devDependencies: { jest: '30.5.2' } })).toEqual({ devDependencies: { jest: '30.5.2' } });
});

test('overrides keep what they hold, at any depth', () => {
  expect(
    rewrite({
      devDependencies: { 'cdktf-cli': '0.21.0' },
      overrides: {
        'cdktf-cli': { '.': '0.21.0', yargs: '17.7.2', '@cdktf/provider-aws': { constructs: '10.4.2' } },
        other: { cdktf: '0.21.0' },
        'other@1': { cdktf: '0.21.0' },
        'cdktf@0.20': { yargs: '17.7.2' },
        jest: '30.5.2',
      },
    }).overrides,
  ).toEqual({
    'cdktn-cli': { '.': '0.24.0', yargs: '17.7.2', '@cdktn/provider-aws': { constructs: '10.6.0' } },
    other: { cdktn: '0.24.0' },
    'other@1': { cdktn: '0.24.0' },
    'cdktf@0.20': { yargs: '17.7.2' },
    jest: '30.5.2',
  });
});

test('scripts call the command of the fork, and read the settings that it kept', () => {
  expect(
    rewrite({
      scripts: {
        synth: 'node bundle.js && cdktf synth',
        clean: 'rm -rf cdktf.out',
        get: 'npx cdktf get && cdktf list',
      },
    }),
  ).toEqual({
    scripts: { synth: 'node bundle.js && cdktn synth', clean: 'rm -rf cdktf.out', get: 'npx cdktn get && cdktn list' },
  });
});

test('engines are raised to what the fork needs, and never lowered', () => {
  const engines = (node: string) =>
    rewrite({ engines: { node, npm: '>=10' }, dependencies: { cdktf: '0.21.0' } }).engines;
  expect(engines('>=20.9')).toEqual({ node: '>=22.19', npm: '>=10' });
  expect(engines('>=22.19.1')).toEqual({ node: '>=22.19.1', npm: '>=10' });
  expect(engines('^24')).toEqual({ node: '^24', npm: '>=10' });
});

test('a provider that is not known here stops it, and says what to do', () => {
  expect(() => rewrite({ dependencies: { '@cdktf/provider-google': '14.0.0' } })).toThrow(
    /package\.json has @cdktf\/provider-google.*@cdktn\/provider-google.*packages\.ts/,
  );
});

test('a package of the same project that has none of it keeps its constructs and its engines', () => {
  const cdk = { engines: { node: '>=18' }, dependencies: { 'aws-cdk-lib': '2.200.0', constructs: '10.4.2' } };
  expect(rewrite(cdk)).toEqual(cdk);
});

test('a file without any of it stays as it is, to the last space', () => {
  const text = '{ "name": "x",\n\t"dependencies": {"zod":"4.6.7"} }';
  expect(rewritePackageJson('package.json', text)).toBe(text);
});

test('what can’t be parsed is told with its file, unless it has none of it', () => {
  expect(rewritePackageJson('package.json', '{ zod }')).toBe('{ zod }');
  expect(() => rewritePackageJson('stacks/package.json', '{ "cdktf" }')).toThrow(
    /^stacks\/package\.json can't be parsed: /,
  );
});
