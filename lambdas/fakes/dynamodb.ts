import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from '../platform/dynamodb';
import { Expressions, type Item } from './expressions';

interface Input {
  TableName: string;
  Key: Item;
  Item: Item;
  ConditionExpression?: string;
  UpdateExpression: string;
  KeyConditionExpression: string;
  FilterExpression?: string;
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
  ReturnValues?: string;
  ReturnValuesOnConditionCheckFailure?: string;
  IndexName?: string;
  ConsistentRead?: boolean;
  ScanIndexForward?: boolean;
  Limit?: number;
  ExclusiveStartKey?: Item;
  RequestItems: Record<string, KeysToGet & WritesToDo>;
  TransactItems: { Put?: Input; Update?: Input }[];
}

interface KeysToGet {
  Keys: Item[];
  ConsistentRead?: boolean;
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
}

/** A batch of writes is an array; one of reads is not. */
type WritesToDo = { PutRequest: { Item: Item } }[];

/** A write that has been worked out and not yet done. */
interface Write {
  holds: boolean;
  old: Item | undefined;
  next: Item;
  commit(): void;
}

export interface Call {
  operation: string;
  input: Input;
}

const keyString = (key: Item) => `${key.pk}\0${key.sk}`;

/**
 * The input as DynamoDB reads it, through the marshalling of the handlers' own client.
 *
 * @throws Error as the client does, and as DynamoDB does for a number that is too close to 0
 */
function asSent(input: Input): Input {
  const options = { ...dynamodb.config.translateConfig?.marshallOptions, convertTopLevelContainer: false };
  const sent = marshall(input, options);
  JSON.stringify(sent, (type, value) => {
    const tooSmall =
      type === 'N' && typeof value === 'string' && Number(value) !== 0 && Math.abs(Number(value)) < 1e-130;
    if (tooSmall) throw new Error(`ValidationException: Number underflow: ${value}`);
    return value;
  });
  return unmarshall(sent) as Input;
}

function conditionFailed(shown?: Item): Error {
  const error = new Error('The conditional request failed');
  return Object.assign(error, { name: 'ConditionalCheckFailedException', ...(shown && { Item: shown }) });
}

function transactionCancelled(codes: readonly string[]): Error {
  const error = new Error(`Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`);
  const CancellationReasons = codes.map((Code) => ({ Code }));
  return Object.assign(error, { name: 'TransactionCanceledException', CancellationReasons });
}

/**
 * DynamoDB in memory, behind the handlers' own client: items, conditions, updates, queries. `before` and `after` see each call
 * and may throw, which is how a throttle, or a lost answer, is played.
 */
export class FakeDynamoDB {
  readonly calls: Call[] = [];
  before: (call: Call) => void | Promise<void> = () => undefined;
  after: (call: Call) => void | Promise<void> = () => undefined;
  /** Tables whose keys or rows BatchGetItem and BatchWriteItem leave unprocessed. */
  unprocessed: string[] = [];
  /** How many rows of the next BatchWriteItem are left unprocessed. */
  unwritten = 0;
  private readonly tables = new Map<string, Map<string, Item>>();

  /** Puts this fake in the place of the client that handlers use. */
  install(): this {
    Reflect.set(dynamodb, 'send', (command: { constructor: { name: string }; input: Input }) => this.send(command));
    return this;
  }

  rows(table: string): Item[] {
    return [...this.table(table).values()].map((item) => structuredClone(item));
  }

  row(table: string, pk: string, sk: string): Item | undefined {
    return structuredClone(this.table(table).get(keyString({ pk, sk })));
  }

  put(table: string, item: Item): void {
    this.table(table).set(keyString(item), structuredClone(item));
  }

  remove(table: string, pk: string, sk: string): void {
    this.table(table).delete(keyString({ pk, sk }));
  }

  operations(): string[] {
    return this.calls.map(({ operation }) => operation);
  }

  private async send(command: { constructor: { name: string }; input: Input }): Promise<unknown> {
    const call = { operation: command.constructor.name.replace('Command', ''), input: asSent(command.input) };
    this.calls.push(call);
    await this.before(call);
    const answer = structuredClone(this.perform(call));
    await this.after(call);
    return answer;
  }

  private perform({ operation, input }: Call): unknown {
    if (operation === 'Get') return { Item: this.table(input.TableName).get(keyString(input.Key)) };
    if (operation === 'Put' || operation === 'Update') return this.write(operation, input);
    if (operation === 'Query') return this.query(input);
    if (operation === 'BatchGet') return this.batchGet(input);
    if (operation === 'BatchWrite') return this.batchWrite(input);
    if (operation === 'TransactWrite') return this.transactWrite(input);
    throw new Error(`the fake does not know ${operation}`);
  }

  private write(operation: 'Put' | 'Update', input: Input): unknown {
    const { holds, old, next, commit } = this.prepare(operation, input);
    if (!holds) throw conditionFailed(input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? old : undefined);
    commit();
    if (input.ReturnValues === 'ALL_NEW') return { Attributes: next };
    return input.ReturnValues?.endsWith('_OLD') && old ? { Attributes: old } : {};
  }

  private prepare(operation: 'Put' | 'Update', input: Input): Write {
    const expressions = new Expressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
    const key = operation === 'Put' ? input.Item : input.Key;
    const table = this.table(input.TableName);
    const old = table.get(keyString(key));
    const holds = input.ConditionExpression === undefined || expressions.holds(input.ConditionExpression, old ?? {});
    const next = operation === 'Put' ? input.Item : expressions.update(input.UpdateExpression, { ...key, ...old });
    expressions.assertAllUsed();
    return { holds, old, next, commit: () => table.set(keyString(key), structuredClone(next)) };
  }

  /** All actions or none; of those that fail, the reasons stand at their positions, as DynamoDB answers them. */
  private transactWrite({ TransactItems }: Input): unknown {
    const keys = TransactItems.map(
      ({ Put, Update }) => `${(Put ?? Update)?.TableName} ${keyString(Put?.Item ?? Update?.Key ?? {})}`,
    );
    if (keys.length > 100) throw new Error(`ValidationException: ${keys.length} actions; the limit is 100`);
    if (new Set(keys).size < keys.length) throw new Error('ValidationException: two actions on one item');
    const writes = TransactItems.map(({ Put, Update }) => {
      if (Put) return this.prepare('Put', Put);
      if (Update) return this.prepare('Update', Update);
      throw new Error('the fake knows Put and Update in a transaction');
    });
    if (writes.some(({ holds }) => !holds)) {
      throw transactionCancelled(writes.map(({ holds }) => (holds ? 'None' : 'ConditionalCheckFailed')));
    }
    for (const { commit } of writes) commit();
    return {};
  }

  private batchWrite({ RequestItems }: Input): unknown {
    const left: Record<string, WritesToDo> = {};
    for (const [table, writes] of Object.entries(RequestItems)) {
      if (writes.length > 25) throw new Error(`ValidationException: ${writes.length} items; the limit is 25`);
      const done = this.unprocessed.includes(table) ? 0 : Math.max(0, writes.length - this.unwritten);
      for (const { PutRequest } of writes.slice(0, done)) this.put(table, PutRequest.Item);
      if (done < writes.length) left[table] = writes.slice(done);
    }
    this.unwritten = 0;
    return { UnprocessedItems: left };
  }

  private query(input: Input): unknown {
    const expressions = new Expressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
    const sortKey = input.IndexName === undefined ? 'sk' : 'acceptedAt';
    const matching = [...this.table(input.TableName).values()]
      .filter((item) => expressions.holds(input.KeyConditionExpression, item))
      .sort((a, b) => (String(a[sortKey]) < String(b[sortKey]) ? -1 : 1));
    if (input.ScanIndexForward === false) matching.reverse();
    const start = input.ExclusiveStartKey;
    const from = start ? matching.findIndex((item) => keyString(item) === keyString(start)) + 1 : 0;
    const page = matching.slice(from, from + (input.Limit ?? 1_000));
    const last = page.at(-1);
    const more = from + page.length < matching.length && last !== undefined;
    return {
      Items: page.filter((item) => !input.FilterExpression || expressions.holds(input.FilterExpression, item)),
      ...(more && { LastEvaluatedKey: { pk: last.pk, sk: last.sk, [sortKey]: last[sortKey] } }),
    };
  }

  private batchGet({ RequestItems }: Input): unknown {
    const answered = Object.entries(RequestItems).filter(([table]) => !this.unprocessed.includes(table));
    const left = Object.entries(RequestItems).filter(([table]) => this.unprocessed.includes(table));
    return {
      Responses: Object.fromEntries(
        answered.map(([table, { Keys, ProjectionExpression, ExpressionAttributeNames }]) => {
          const items = Keys.map((key) => this.table(table).get(keyString(key))).filter((item) => item !== undefined);
          return [
            table,
            ProjectionExpression === undefined
              ? items
              : items.map((item) => new Expressions(ExpressionAttributeNames).project(ProjectionExpression, item)),
          ];
        }),
      ),
      UnprocessedKeys: Object.fromEntries(left),
    };
  }

  private table(name: string): Map<string, Item> {
    const table = this.tables.get(name) ?? new Map<string, Item>();
    this.tables.set(name, table);
    return table;
  }
}
