import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';
import { named } from './limits';
import type { Statement } from './policy';

const LIMITS = 'https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html';

/** The key that SNS keeps in each account: whoever may publish may use it, by its own policy. */
const KEY_OF_SNS = 'alias/aws/sns';

export interface TopicProps {
  /** Last part of the topic's name. */
  readonly name: string;
  /** ARN of the key that encrypts messages. Default: the account's own of SNS. */
  readonly keyArn?: string | undefined;
}

/** A standard topic, encrypted, published to over TLS only. */
export class Topic extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, keyArn }: TopicProps) {
    super(scope, id);
    const stack = EnvironmentStack.of(this);
    this.name = stack.resourceName(name);
    named(this, this.name, /^[\w-]{1,256}$/, '1–256 letters, digits, hyphens and underscores', LIMITS);
    const topic = new SnsTopic(this, 'topic', {
      name: this.name,
      kmsMasterKeyId: keyArn ?? KEY_OF_SNS,
      policy: tlsOnly(stack.arn('sns', this.name)),
    });
    this.arn = topic.arn;
  }

  /**
   * Sends an address the messages whose attribute has its value. Its owner gets a mail from SNS and confirms; until then nothing is
   * sent.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
   */
  mailTo(address: string, attribute: string): void {
    new SnsTopicSubscription(this, `mail-to-${address}`, {
      topicArn: this.arn,
      protocol: 'email',
      endpoint: address,
      filterPolicy: JSON.stringify({ [attribute]: [address] }),
    });
  }

  /** The right to publish. */
  publishing(sid: string): Statement {
    return { Sid: sid, Action: ['sns:Publish'], Resource: [this.arn] };
  }
}

/**
 * Who may publish is for the policies of roles to say.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit
 */
function tlsOnly(arn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: arn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}
