import { DeleteFunctionCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { clientSettings, type LocalRun } from '@blueprint/scripts/start/clients';
import type { Resources } from './release';

/** A safeguard that is taken away, which the test must notice. */
export interface Fault {
  readonly what: string;
  /** The script of a function. */
  code?(script: string, path: string, release: 1 | 2): string;
  /** The resources of the workflows. */
  resources?(resources: Resources, release: 1 | 2): void;
  /** What is done when the second release is there. */
  afterwards?(run: LocalRun): Promise<void>;
}

/** By the name that `--fault` takes. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'bound-to-version': {
    what: 'Tasks invoke versions of functions, and those of before are deleted after the deployment',
    resources(resources) {
      const { aws_lambda_alias = {}, aws_sfn_state_machine = {}, aws_iam_role_policy = {} } = resources;
      const definitions = Object.values(aws_sfn_state_machine);
      for (const [id, { function_name }] of Object.entries(aws_lambda_alias)) {
        const lambda = String(function_name).replace('.function_name}', '');
        const bind = (text: unknown) =>
          String(text).replaceAll(`\${aws_lambda_alias.${id}.arn}`, `${lambda}.arn}:${lambda}.version}`);
        for (const machine of definitions) machine.definition = bind(machine.definition);
        for (const policy of Object.values(aws_iam_role_policy)) policy.policy = bind(policy.policy);
      }
    },
    async afterwards(run) {
      const client = new LambdaClient(clientSettings(run));
      for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
        for (const { FunctionName } of Functions)
          await client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }));
      }
    },
  },
  'refused-input': {
    what: 'a handler of the second release takes no input as the first one makes it',
    code: (script, path, release) =>
      release === 1 || path !== 'command/history-copy'
        ? script
        : `${script}
;const taken = module.exports.handler;
module.exports = { handler: async (event, context) => {
  if (event.input.release === undefined) throw Object.assign(new Error('input.release is missing'), { name: 'InvalidEvent' });
  return taken(event, context);
} };`,
    resources(resources, release) {
      if (release === 1) return;
      for (const machine of Object.values(resources.aws_sfn_state_machine ?? {})) {
        const definition = JSON.parse(String(machine.definition));
        definition.States[definition.StartAt].Output = "{% $merge([$states.input, {'release': 2}]) %}";
        machine.definition = JSON.stringify(definition);
      }
    },
  },
  unpublished: {
    what: 'the alias of a machine stays at its first version',
    resources(resources) {
      for (const alias of Object.values(resources.aws_sfn_alias ?? {})) {
        const [route] = alias.routing_configuration as { state_machine_version_arn: string }[];
        if (route)
          route.state_machine_version_arn = route.state_machine_version_arn.replace(
            '.state_machine_version_arn}',
            '.arn}:1',
          );
      }
    },
  },
};
