import { roleStatements } from './policy-document';
import type { Finding } from './rule';
import { nested, type Resource, type Stack } from './stack';

/** What exemptions call the rule that a function's code calls what its role allows. */
export const RIGHT_CALLED = 'right-called';

/** Services whose rights a function's script calls by name. Lambda itself writes logs, X-Ray's daemon traces, and services use keys. */
const CALLED_BY_SCRIPTS = ['dynamodb', 'events', 'lambda', 's3', 'sns', 'sqs', 'ssm', 'states'];

/** Operations that take a right of another name. */
const CALLED_AS: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:GetItem': ['TransactGetItems'],
  'dynamodb:PutItem': ['TransactWriteItems'],
  'dynamodb:UpdateItem': ['TransactWriteItems'],
  'dynamodb:DeleteItem': ['TransactWriteItems'],
  's3:GetObjectVersion': ['GetObject', 'HeadObject'],
  // Whoever may list is told of an object that it is not there.
  's3:ListBucket': ['GetObject', 'HeadObject', 'ListObjectsV2'],
  'sqs:SendMessage': ['SendMessageBatch'],
};

/**
 * The rights of functions that their scripts never call, in no run and on no failure.
 *
 * @param scriptOf the bundled script of a function, by its name without the environment's prefix; undefined when there is none
 */
export function uncalledRights(stack: Stack, scriptOf: (name: string) => string | undefined): Finding[] {
  const { Environment, Application } = stack.defaultTags;
  return stack.all('aws_lambda_function').flatMap((lambda) => {
    const script = scriptOf(String(lambda.args.function_name).replace(`${Environment}-${Application}-`, ''));
    const role = stack.referred(lambda.args.role);
    if (script === undefined || role === undefined)
      return [{ resource: lambda.address, problem: 'has no script or no role to look at' }];
    const forLambda = rightsOfLambda(stack, lambda);
    return roleStatements(stack, role)
      .flatMap(({ actions, resources }) => actions.map((action) => ({ action, resources })))
      .filter(({ action }) => CALLED_BY_SCRIPTS.includes(action.split(':', 1).join()))
      .filter(({ resources }) => !resources.every((resource) => forLambda.includes(resource)))
      .filter(({ action }) => !operations(action).some((name) => script.includes(`"${name}"`)))
      .map(({ action }) => ({ resource: lambda.address, problem: `may ${action}, and never calls it` }));
  });
}

function operations(action: string): readonly string[] {
  return [action.slice(action.indexOf(':') + 1), ...(CALLED_AS[action] ?? [])];
}

/** What Lambda reads and writes in the function's name: its event sources, and where it sends what failed. */
function rightsOfLambda(stack: Stack, lambda: Resource): string[] {
  const mappings = stack.referring('aws_lambda_event_source_mapping', 'function_name', lambda);
  const invocations = stack.referring('aws_lambda_function_event_invoke_config', 'function_name', lambda);
  const failuresOf = ({ args }: Resource) => nested(nested(args, 'destination_config'), 'on_failure');
  return [
    ...mappings.flatMap((one) => [one.args.event_source_arn, failuresOf(one).destination_arn]),
    ...invocations.map((one) => failuresOf(one).destination),
  ].flatMap((arn) => (arn === undefined ? [] : [String(arn)]));
}
