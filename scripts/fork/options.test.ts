import { describe, expect, test } from '@jest/globals';
import { parseOptions } from './options';

const NEEDED = ['--name', 'acme', '--org', 'acme-inc', '--region', 'eu-central-1'];
const parse = (...argv: string[]) => parseOptions(argv, ['dev', 'prod']);

test('name, organisation and region are enough', () => {
  expect(parse(...NEEDED)).toEqual({
    help: false,
    name: 'acme',
    org: 'acme-inc',
    region: 'eu-central-1',
    accounts: undefined,
    workflows: { without: [] },
    dryRun: false,
    commit: true,
  });
});

test('workflows are named by what goes, or by what stays', () => {
  expect(parse(...NEEDED, '--without', 'order, image,order')).toMatchObject({
    workflows: { without: ['order', 'image'] },
  });
  expect(parse(...NEEDED, '--only', 'quote')).toMatchObject({ workflows: { only: ['quote'] } });
});

test('help needs nothing else', () => {
  expect(parse('--help')).toEqual({ help: true });
});

describe('it is told, with the usage,', () => {
  test.each([
    [['--name', 'acme'], '--org is missing.\n--region is missing.\n\nnpm run fork'],
    [[...NEEDED, '--org', 'acme inc'], '--org acme inc is no GitHub organisation'],
    [[...NEEDED, '--org', '-acme'], '--org'],
    [[...NEEDED, '--only', 'a', '--without', 'b'], '--only and --without exclude each other'],
    [[...NEEDED, '--accounts', 'dev=1'], '--accounts: dev: "1" must be an AWS account id'],
    [[...NEEDED, '--witout', 'order'], "Unknown option '--witout'"],
  ])('what is wrong with %j', (argv, problem) => {
    expect(() => parse(...argv)).toThrow(problem);
    expect(() => parse(...argv)).toThrow('npm run fork -- --name <name>');
  });
});
