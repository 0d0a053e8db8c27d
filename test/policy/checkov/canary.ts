import type { StackJson } from '../stack';

/** A stack of mistakes that is read together with the others. */
export const CANARY = 'canary';

// biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform reads it
const role = '${aws_iam_role.it.name}';

const allowing = (Action: string) => ({
  role,
  policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }),
});

/**
 * Checkov passes over what it can't parse, and over policies that it can't read, and still says that all is well. So it has to find
 * these each time: one in an argument, one in the JSON of a policy, one in what another resource says.
 */
export const canary: StackJson = {
  resource: {
    aws_sqs_queue: { it: { name: 'it' } },
    aws_s3_bucket: { it: { bucket: 'it' } },
    aws_iam_role: { it: { name: 'it' } },
    aws_iam_role_policy: { any_action: allowing('*'), any_resource: allowing('s3:DeleteObject') },
  },
};

/** The checks that must fail on it, with the resources that they must fail on. */
export const CANARY_FINDINGS = [
  ['CKV_AWS_27', 'it'],
  ['CKV2_AWS_6', 'it'],
  ['CKV_AWS_63', 'any_action'],
  ['CKV_AWS_110', 'aws_iam_role_policy_any_action'],
  ['CKV_AWS_356', 'aws_iam_role_policy_any_resource'],
] as const;
