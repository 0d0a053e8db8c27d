import { type Statement, statementsOf } from '../policy-document';
import type { Rules } from '../rule';

/** What says for whom a service acts. */
const SOURCE = /^(aws:sourcearn|aws:sourceaccount|aws:sourceorgid|kms:viaservice|kms:encryptioncontext:.+)$/;

function letsIn({ effect, principals, conditions }: Statement): string[] {
  if (effect !== 'Allow') return [];
  const fromSomewhere = conditions.some(({ key, values }) => SOURCE.test(key.toLowerCase()) && !values.includes('*'));
  return principals.flatMap((who) => {
    if (who === '*') return ['lets anybody in'];
    return who.startsWith('Service:') && !fromSomewhere ? [`lets ${who.slice('Service:'.length)} in for anybody`] : [];
  });
}

export const resourcePolicyRules = {
  'resource-policy-names-source': {
    demands:
      'The policy of a queue, topic, bucket or key lets in whom it names, and a service only for resources of this account.',
    why: 'A service acts for all its customers: somebody else’s bucket could send to the queue (the confused deputy).',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    matches: [
      ...['CKV_AWS_33', 'CKV_AWS_70', 'CKV_AWS_168', 'CKV_AWS_169', 'CKV_AWS_387'].map((id) => `checkov ${id}`),
      'trivy AWS-0097',
    ],
    check: (stack) =>
      stack
        .all(
          ...['aws_sqs_queue', 'aws_sqs_queue_policy', 'aws_sns_topic', 'aws_sns_topic_policy'],
          ...['aws_s3_bucket_policy', 'aws_kms_key', 'aws_kms_key_policy'],
        )
        .flatMap(({ address, args }) =>
          statementsOf(args.policy)
            .flatMap(letsIn)
            .map((problem) => ({ resource: address, problem })),
        ),
  },
} satisfies Rules;
