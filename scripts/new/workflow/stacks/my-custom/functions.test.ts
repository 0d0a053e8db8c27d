import { lint } from '@blueprint/asl';
import { environment } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { knownErrors } from '../testing/known-errors';
import { functionArn } from '../testing/machine';
import { rights, synthesizeAll } from '../testing/synthesized';
import { POWERTOOLS, WorkflowFunctions } from '../testing/workflow-functions';
import { myCustomMachine, UNMENDABLE_ERRORS } from './definition';

const { stack } = synthesizeAll();
const local = stack('local-workflows');
const prod = stack('prod-workflows');
const nameIn = (env: string) => `${env}-${environment(env).app}-my-custom`;
const functions = new WorkflowFunctions(local, `${nameIn('local')}-`);

/** What each handler may do beside logs and traces: exactly its AWS calls. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = { initialize: [], process: [], finalize: [] };

/** The variables that each handler reads. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = { initialize: [], process: [], finalize: [] };

const NAMES = Object.keys(RIGHTS);

test('there is one function per handler, and no other', () => {
  expect(functions.handlers()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('my-custom/%s', (name) => {
  test('may do what it does, and nothing else', () => {
    expect(functions.rights(name)).toEqual([...functions.logsAndTraces(name), ...(RIGHTS[name] ?? [])].sort());
  });

  test('gets the variables it reads', () => {
    expect(Object.keys(functions.variables(name)).sort()).toEqual([...POWERTOOLS, ...(VARIABLES[name] ?? [])].sort());
  });
});

test('the machine may invoke these functions; only log delivery and traces are on every resource', () => {
  const arn = (name: string) => `\${${local.liveFunction(functions.nameOf(name))}.arn}`;
  const all = rights(local.statements(nameIn('local')));
  expect(all.filter((right) => !right.endsWith(' on *'))).toEqual(
    NAMES.map((name) => `lambda:InvokeFunction on ${arn(name)}`).sort(),
  );
  expect(all.filter((right) => right.endsWith(' on *')).every((right) => /^(logs|xray):/.test(right))).toBe(true);
});

test('the lint has nothing to say to the definition, and each error that is not retried is one that the handlers know', () => {
  expect(lint(myCustomMachine(functionArn))).toEqual([]);
  expect(knownErrors('my-custom')).toEqual(expect.arrayContaining(UNMENDABLE_ERRORS));
});

test('executions that end badly and functions that fail raise alarms, where the environment has any', () => {
  const prefix = `${nameIn('prod')}-`;
  const alarms = prod.those('aws_cloudwatch_metric_alarm', 'alarm_name', prefix);
  const names = alarms.map(({ alarm_name }) => String(alarm_name).slice(prefix.length));
  expect(names.sort()).toEqual(
    [
      ...['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'],
      ...NAMES.flatMap((name) => [`${name}-Errors`, `${name}-Throttles`]),
    ].sort(),
  );
});
