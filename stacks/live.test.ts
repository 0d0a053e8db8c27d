import { environments } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { type SynthesizedStack, type SynthesizedStatement, synthesizeAll } from './testing/synthesized';

const { stack } = synthesizeAll();

/** Whatever a stack says, without what names a function or a machine to itself: its own resource and its alias. */
function saidElsewhere({ json }: SynthesizedStack): string {
  const { aws_lambda_alias: _, aws_sfn_alias: __, ...resources } = json.resource ?? {};
  return JSON.stringify({ ...json, resource: resources });
}

const statementsOf = (workflows: SynthesizedStack) =>
  workflows
    .all('aws_iam_role_policy')
    .flatMap(({ policy }): SynthesizedStatement[] => JSON.parse(String(policy)).Statement);

describe.each(environments.map(({ name }) => [name, stack(`${name}-workflows`)] as const))('in %s', (_, workflows) => {
  const functions = workflows.all('aws_lambda_function');
  const machines = workflows.all('aws_sfn_state_machine');

  test('every function and every machine publishes versions, and its alias leads to the newest one alone', () => {
    for (const one of [...functions, ...machines]) expect(one).toMatchObject({ publish: true });
    for (const { function_name } of functions) {
      const lambda = workflows.address('aws_lambda_function', 'function_name', String(function_name));
      expect(workflows.one('aws_lambda_alias', 'function_name', `\${${lambda}.function_name}`)).toMatchObject({
        name: 'live',
        function_version: `\${${lambda}.version}`,
      });
    }
    for (const { name } of machines) {
      const machine = workflows.address('aws_sfn_state_machine', 'name', String(name));
      expect(workflows.all('aws_sfn_alias')).toContainEqual({
        name: 'live',
        routing_configuration: [{ state_machine_version_arn: `\${${machine}.state_machine_version_arn}`, weight: 100 }],
      });
    }
  });

  test('an alias moves once the rights are there that the new code may need', () => {
    for (const { function_name } of functions) {
      const role = workflows.address('aws_iam_role', 'name', String(function_name));
      const [, , alias = ''] = /^(aws_lambda_alias)\.(.*)$/.exec(workflows.liveFunction(String(function_name))) ?? [];
      expect(workflows.json.resource?.aws_lambda_alias?.[alias]?.depends_on).toEqual([
        workflows.address('aws_iam_role_policy', 'role', `\${${role}.name}`),
      ]);
    }
  });

  test('nothing names a function or a version of it but through the alias', () => {
    expect(saidElsewhere(workflows)).not.toMatch(/\$\{aws_lambda_function\./);
    const literal = saidElsewhere(workflows).match(/arn:aws:lambda:[\w-]+:\d+:function:[\w-]+(:[\w-]+)?/g) ?? [];
    expect(literal.filter((arn) => !arn.endsWith(':live'))).toEqual([]);
    for (const type of ['aws_lambda_permission', 'aws_lambda_function_event_invoke_config']) {
      for (const one of workflows.all(type)) expect(one.qualifier).toMatch(/^\$\{aws_lambda_alias\..*\.name\}$/);
    }
  });

  test('nothing may start a machine but through the alias, except itself the children of its map', () => {
    const starts = statementsOf(workflows).filter(({ Action }) =>
      Action.some((action) => /:Start\w*Execution$/.test(action)),
    );
    const children = starts.filter(({ Condition }) => Condition === undefined);
    expect(starts.length).toBeGreaterThan(children.length);
    for (const { Condition } of starts.filter((one) => !children.includes(one))) {
      expect(Condition).toEqual({ 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } });
    }
    const maps = machines.filter(({ definition }) => String(definition).includes('"DISTRIBUTED"'));
    const names = children.flatMap(({ Resource }) => Resource.map((arn) => arn.split(':').at(-1)));
    expect(names.sort()).toEqual(maps.map(({ name }) => name).sort());
  });

  test('functions start a machine by its alias', () => {
    const variables = functions.map(
      ({ environment }) => (environment as { variables: Record<string, string> }).variables,
    );
    const arns = variables.flatMap((all) => Object.entries(all).filter(([name]) => name.endsWith('STATE_MACHINE_ARN')));
    expect(arns.length).toBeGreaterThan(0);
    for (const [, arn] of arns) expect(arn).toMatch(/:live$/);
  });
});
