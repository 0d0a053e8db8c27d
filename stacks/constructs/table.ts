import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { EnvironmentStack } from './environment-stack';
import { named } from './limits';

const RULES = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html';

export interface TableIndex {
  readonly name: string;
  /** Partition key, a string. */
  readonly partition: string;
  /** Sort key, a string. */
  readonly sort: string;
}

export interface TableProps {
  /** Last part of the table's name. */
  readonly name: string;
  /** Stream of changed rows: their new images, or those before the change too. Default: no stream. */
  readonly stream?: 'NEW_IMAGE' | 'NEW_AND_OLD_IMAGES';
  /** Attribute (N, epoch seconds) after which DynamoDB removes a row. Default: rows stay. */
  readonly ttl?: string;
  /** Global secondary indexes of keys only. Default: none. */
  readonly indexes?: readonly TableIndex[];
  /** ARN of the key that encrypts the table. Default: a key that AWS owns. */
  readonly keyArn?: string | undefined;
}

/**
 * A table with the string keys `pk` and `sk`, billed by request, with point-in-time recovery and, where the environment
 * says so, deletion protection by DynamoDB and by Terraform. No local secondary indexes: they would stop DynamoDB
 * from splitting a hot partition.
 */
export class Table extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const stack = EnvironmentStack.of(this);
    this.name = stack.resourceName(props.name);
    for (const name of [this.name, ...(props.indexes ?? []).map((index) => index.name)]) {
      named(this, name, /^[\w.-]{3,255}$/, '3–255 letters, digits, dots, hyphens and underscores', RULES);
    }
    const { deletion } = stack.env.protection;
    const table = new DynamodbTable(this, 'table', {
      name: this.name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'pk',
      rangeKey: 'sk',
      attribute: keyAttributes(props.indexes ?? []),
      globalSecondaryIndex: (props.indexes ?? []).map(({ name, partition, sort }) => ({
        name,
        hashKey: partition,
        rangeKey: sort,
        projectionType: 'KEYS_ONLY',
      })),
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: deletion,
      ...(props.stream && { streamEnabled: true, streamViewType: props.stream }),
      ...(props.ttl && { ttl: { attributeName: props.ttl, enabled: true } }),
      ...(props.keyArn && { serverSideEncryption: { enabled: true, kmsKeyArn: props.keyArn } }),
      ...(deletion && { lifecycle: { preventDestroy: true } }),
    });
    this.arn = table.arn;
    this.streamArn = table.streamArn;
  }
}

function keyAttributes(indexes: readonly TableIndex[]): { name: string; type: string }[] {
  const names = new Set(['pk', 'sk', ...indexes.flatMap(({ partition, sort }) => [partition, sort])]);
  return [...names].map((name) => ({ name, type: 'S' }));
}
