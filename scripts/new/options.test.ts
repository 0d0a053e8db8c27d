import { expect, test } from '@jest/globals';
import { parseOptions } from './options';

test('a workflow is made by its name, or only shown', () => {
  expect(parseOptions(['workflow', 'invoice-check'])).toEqual({ help: false, name: 'invoice-check', dryRun: false });
  expect(parseOptions(['workflow', 'invoice-check', '--dry-run'])).toMatchObject({ dryRun: true });
});

test.each([['--help'], ['-h'], ['workflow', '--help']])('help is given by %j', (...argv) => {
  expect(parseOptions(argv)).toEqual({ help: true });
});

test.each([
  [[], 'Say what is to be made: "workflow".'],
  [['lambda', 'x'], 'Say what is to be made: "workflow", not "lambda".'],
  [['workflow'], 'Say the name of the workflow.'],
  [['workflow', 'invoice', 'check'], '"check" is too much. Join words by hyphens.'],
  [['workflow', 'x', '--force'], "Unknown option '--force'"],
])('%j is answered with what is wrong, and the usage', (argv, problem) => {
  expect(() => parseOptions(argv)).toThrow(problem);
  expect(() => parseOptions(argv)).toThrow('npm run new -- workflow <name> [--dry-run]');
});
