import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stateEvent } from '@blueprint/lambdas/fakes/state-event';
import { dynamodb } from '@blueprint/lambdas/platform/dynamodb';
import { s3 } from '@blueprint/lambdas/platform/s3';
import { sfn } from '@blueprint/lambdas/platform/sfn';
import { sns } from '@blueprint/lambdas/platform/sns';
import { ssm } from '@blueprint/lambdas/platform/ssm';
import { beforeAll, expect, test } from '@jest/globals';
import { handlerFiles } from '../scripts/handler-files';
import { synthesizeAll } from './testing/synthesized';

const project = resolve(__dirname, '..');
const local = synthesizeAll().stack('local-workflows');

/** Inputs that a state has given its function, and the error that those are refused with that it does not take. */
type Recorded = Readonly<Record<string, readonly unknown[]>>;
const REFUSED = 'InvalidEvent';

/** The functions that machines invoke, as `<workflow>/<handler>`. */
const invoked = handlerFiles(project)
  .map((file) => file.replace(/^lambdas\/(.*)\.ts$/, '$1'))
  .filter((path) => {
    const name = `local-blueprint-${path.replaceAll('/', '-')}`;
    const arns = [`\${${local.liveFunction(name)}.arn}`, `:function:${name}:live`];
    return local
      .all('aws_sfn_state_machine')
      .some(({ definition }) => arns.some((arn) => String(definition).includes(arn)));
  });
const workflows = [...new Set(invoked.map((path) => path.split('/', 1).join()))];

function recordedOf(workflow: string): Recorded {
  const file = join(project, 'lambdas', workflow, 'recorded-inputs.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** What a handler says of an input: an error's name, if it is one that comes before the first call of AWS. */
async function answer(path: string, input: unknown): Promise<string | undefined> {
  const { handler } = require(join(project, 'lambdas', `${path}.ts`));
  const event = { ...stateEvent(input, 'recorded'), taskToken: 'token' };
  return handler(event).then(
    () => undefined,
    ({ name }: Error) => name,
  );
}

beforeAll(() => {
  for (const workflow of ['.', ...workflows]) {
    const environment = join(project, 'lambdas', workflow, 'fakes', 'environment.ts');
    if (existsSync(environment)) require(environment);
  }
  // Inputs are taken or refused before anything is asked of AWS.
  for (const client of [dynamodb, s3, sfn, sns, ssm])
    Reflect.set(client, 'send', () => Promise.reject(new Error('AWS')));
});

test.each(invoked)('%s has an input on record', (path) => {
  const [workflow = '', handler = ''] = path.split('/');
  expect(recordedOf(workflow)[handler]?.length).toBeGreaterThan(0);
});

test.each(workflows)('what is on record for %s belongs to functions that machines invoke', (workflow) => {
  const handlers = invoked
    .filter((path) => path.startsWith(`${workflow}/`))
    .map((path) => path.slice(workflow.length + 1));
  expect(Object.keys(recordedOf(workflow)).sort()).toEqual(handlers.sort());
});

/** Executions that wait since before a deployment give the new code what they were made to give: so each of these is taken for ever. */
test.each(
  workflows.flatMap((workflow) =>
    Object.entries(recordedOf(workflow)).flatMap(([handler, inputs]) =>
      inputs.map((input, index) => [`${workflow}/${handler}`, index + 1, input] as const),
    ),
  ),
)('%s takes the input of record %d', async (path, _, input) => {
  expect(await answer(path, input)).not.toBe(REFUSED);
});

test.each(invoked)('%s refuses what is no input of its', async (path) => {
  expect(await answer(path, {})).toBe(REFUSED);
});
