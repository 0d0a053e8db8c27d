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
  ScanIndexForward?: boolean;
  Limit?: number;
  ExclusiveStartKey?: Item;
  RequestItems: Record<
    string,
    { Keys: Item[]; ProjectionExpression?: string; ExpressionAttributeNames?: Record<string, string> }
  >;
}

export interface Call {
  operation: string;
  input: Input;
}

const keyString = (key: Item) => `${key.pk}\0${key.sk}`;

function conditionFailed(shown?: Item): Error {
  const error = new Error('The conditional request failed');
  return Object.assign(error, { name: 'ConditionalCheckFailedException', ...(shown && { Item: shown }) });
}

/**
 * DynamoDB in memory, behind the handlers' own client: items, conditions, updates, queries. `before` and `after` see each call
 * and may throw, which is how a throttle, or a lost answer, is played.
 */
export class FakeDynamoDB {
  readonly calls: Call[] = [];
  before: (call: Call) => void | Promise<void> = () => undefined;
  after: (call: Call) => void | Promise<void> = () => undefined;
  /** Tables whose keys the next BatchGetItem leaves unprocessed. */
  unprocessed: string[] = [];
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
    const call = { operation: command.constructor.name.replace('Command', ''), input: command.input };
    this.calls.push(call);
    await this.before(call);
    const answer = structuredClone(this.perform(call));
    await this.after(call);
    return answer;
  }

  private perform({ operation, input }: Call): unknown {
    if (operation === 'Get') return { Item: this.table(input.TableName).get(keyString(input.Key)) };
    if (operation === 'Put') return this.write(input, input.Item, () => input.Item);
    if (operation === 'Update') {
      return this.write(input, input.Key, (old, expressions) =>
        expressions.update(input.UpdateExpression, { ...input.Key, ...old }),
      );
    }
    if (operation === 'Query') return this.query(input);
    if (operation === 'BatchGet') return this.batchGet(input);
    throw new Error(`the fake does not know ${operation}`);
  }

  private write(input: Input, key: Item, change: (old: Item | undefined, expressions: Expressions) => Item): unknown {
    const expressions = new Expressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
    const table = this.table(input.TableName);
    const old = table.get(keyString(key));
    const holds = input.ConditionExpression === undefined || expressions.holds(input.ConditionExpression, old ?? {});
    const next = change(old, expressions);
    expressions.assertAllUsed();
    if (!holds) throw conditionFailed(input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? old : undefined);
    table.set(keyString(key), structuredClone(next));
    if (input.ReturnValues === 'ALL_NEW') return { Attributes: next };
    return input.ReturnValues === 'UPDATED_OLD' && old ? { Attributes: old } : {};
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
      ...(more && { LastEvaluatedKey: { pk: last.pk, sk: last.sk } }),
    };
  }

  private batchGet({ RequestItems }: Input): unknown {
    const answered = Object.entries(RequestItems).filter(([table]) => !this.unprocessed.includes(table));
    const left = Object.entries(RequestItems).filter(([table]) => this.unprocessed.includes(table));
    return {
      Responses: Object.fromEntries(
        answered.map(([table, { Keys, ProjectionExpression = '', ExpressionAttributeNames }]) => {
          const items = Keys.map((key) => this.table(table).get(keyString(key))).filter((item) => item !== undefined);
          return [
            table,
            items.map((item) => new Expressions(ExpressionAttributeNames).project(ProjectionExpression, item)),
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
