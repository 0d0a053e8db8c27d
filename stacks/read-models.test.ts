import { readModels } from '@blueprint/lambdas';
import { describe, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import { type SynthesizedStack, synthesizeAll, synthesizeAnew } from './testing/synthesized';

const names = Object.keys(readModels);
const before = synthesizeAll();
const after = synthesizeAnew({ readModels: [...names, 'made_up'] });
const storage = after.stack('prod-storage');
const workflows = after.stack('prod-workflows');

const stored = (output: string): string => `\${data.terraform_remote_state.storage.outputs.${output}}`;

function variables(stack: SynthesizedStack, name: string): unknown {
  const { environment } = stack.one('aws_lambda_function', 'function_name', `prod-blueprint-${name}`);
  return (environment as { variables: unknown }).variables; // as synthesized
}

/** The names of functions whose rights or variables speak of a text. */
function functionsWith(text: string): readonly string[] {
  return workflows
    .all('aws_lambda_function')
    .map(({ function_name }) => String(function_name))
    .filter((name) =>
      JSON.stringify([workflows.statements(name), variables(workflows, name.replace('prod-blueprint-', ''))]).includes(
        text,
      ),
    )
    .map((name) => name.replace('prod-blueprint-', ''))
    .sort();
}

/** Those that write to the read models: the command workflow's, and those of workflows beside it. */
const WRITERS = functionsWith('listing');

describe('a name more in the list of read models', () => {
  test('is a table with the settings of the others', () => {
    const table = (name: string) => storage.one('aws_dynamodb_table', 'name', `prod-blueprint-${name}`);
    expect(table('made_up')).toEqual({ ...table('listing'), name: 'prod-blueprint-made_up' });
    expect(table('made_up')).toMatchObject({
      hash_key: 'pk',
      range_key: 'sk',
      ttl: { attribute_name: 'ttl', enabled: true },
      point_in_time_recovery: { enabled: true },
      deletion_protection_enabled: true,
    });
  });

  test('is two outputs of the storage stack', () => {
    const address = storage.address('aws_dynamodb_table', 'name', 'prod-blueprint-made_up');
    expect(storage.json.output).toMatchObject({
      made_up_name: { value: 'prod-blueprint-made_up' },
      made_up_arn: { value: `\${${address}.arn}` },
    });
  });

  test.each(WRITERS)('is a variable and a right of %s', (name) => {
    expect(variables(workflows, name)).toEqual({
      ...(variables(before.stack('prod-workflows'), name) as object), // as synthesized
      MADE_UP_TABLE: stored('made_up_name'),
    });
    expect(workflows.statements(`prod-blueprint-${name}`)).toContainEqual({
      Sid: 'MadeUp',
      Effect: 'Allow',
      Action: ['dynamodb:UpdateItem'],
      Resource: [stored('made_up_arn')],
    });
  });

  test('is nothing to any other function', () => {
    expect(functionsWith('made_up')).toEqual(WRITERS);
    expect(WRITERS).toContain('command-sync-data');
  });
});

test('what functions call the sample read model is what they always called it', () => {
  for (const name of WRITERS)
    expect(variables(workflows, name)).toMatchObject({ LISTING_TABLE: stored('listing_name') });
});

test('a read model with the name of a table or bucket is told at synth', () => {
  expect(() => synthesizeAnew({ readModels: [...names, 'history'] })).toThrow(
    'lambdas/command/targets: a read model can\'t be called "history", which is the name of another table or bucket.',
  );
});

test('the list brings into synthesis nothing but itself', () => {
  const { metafile } = buildSync({
    entryPoints: [require.resolve('@blueprint/lambdas')],
    bundle: true,
    platform: 'node',
    write: false,
    metafile: true,
  });
  const foreign = Object.keys(metafile.inputs).filter(
    (file) => !/lambdas\/(index|command\/targets\/[^/]+)\.ts$/.test(file),
  );
  expect(foreign).toEqual([]);
});
