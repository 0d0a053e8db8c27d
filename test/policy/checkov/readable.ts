import { type Arguments, listOf, type Resource, Stack, type StackJson } from '../stack';

/**
 * A stack in the form that checkov 3.3 can read. It gives a file up whose `terraform` block has arguments beside its blocks, and
 * reads nothing else in that block. And a good part of what it knows of policies it knows of `aws_iam_policy_document` only: of a
 * policy in JSON it says nothing, and that all is well. So each one is there in both forms.
 */
export function readable({ terraform: _, ...json }: StackJson): StackJson {
  const documents = rolePolicies(new Stack('', json)).map(({ address, args }) => {
    const { Statement } = JSON.parse(String(args.policy)) as Arguments;
    return [documentId(address), { statement: listOf(Statement).map((one) => asBlock(one as Arguments)) }];
  });
  return { ...json, data: { ...json.data, aws_iam_policy_document: Object.fromEntries(documents) } };
}

/** The policies that are written in a second form. */
export function rolePolicies(stack: Stack): Resource[] {
  return stack.all('aws_iam_role_policy', 'aws_iam_policy');
}

/** What the second form of a policy is called. */
export function documentId(address: string): string {
  return address.replace('.', '_');
}

/** A statement as a block of Terraform's. */
function asBlock({ Effect, Action, NotAction, Resource, NotResource, Condition = {} }: Arguments): Arguments {
  const lists = { actions: Action, not_actions: NotAction, resources: Resource, not_resources: NotResource };
  const given = Object.entries(lists).filter(([, values]) => values !== undefined);
  const condition = Object.entries(Condition as Arguments).flatMap(([test, variables]) =>
    Object.entries(variables as Arguments).map(([variable, values]) => ({ test, variable, values: listOf(values) })),
  );
  return {
    effect: Effect,
    ...Object.fromEntries(given.map(([name, values]) => [name, listOf(values)])),
    // Without a word, checkov gives a policy up in which one is empty.
    ...(condition.length > 0 && { condition }),
  };
}
