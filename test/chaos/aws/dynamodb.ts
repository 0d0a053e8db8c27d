/// <reference path="./dynalite.d.ts" />
import deleteItem from 'dynalite/actions/deleteItem.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import updateItem from 'dynalite/actions/updateItem.js';
import db from 'dynalite/db/index.js';
import batchGetItemRules from 'dynalite/validations/batchGetItem.js';
import batchWriteItemRules from 'dynalite/validations/batchWriteItem.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import getItemRules from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import putItemRules from 'dynalite/validations/putItem.js';
import queryRules from 'dynalite/validations/query.js';
import updateItemRules from 'dynalite/validations/updateItem.js';
import type { Item } from './item';
import { type TableDescription, type TableRole, tableName, tableNamed } from './tables';
import { VersionedRows } from './versioned-rows';

/** What the actions need of dynalite's store: tables by name and the rows of tables and indexes. */
export interface DynaliteStore {
  options: { maxItemSize: number };
  getTable(name: string, ...rest: unknown[]): void;
  getItemDb(name: string): VersionedRows;
  getIndexDb(kind: string, table: string, index: string): VersionedRows;
}

export type DynaliteAction = (
  store: DynaliteStore,
  request: object,
  callback: (error: Error | null, answer?: object) => void,
) => void;

/** An error as DynamoDB answers it. */
export class DynamoDbError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** What the answer holds besides code and message. */
    readonly details: object = {},
  ) {
    super(message);
  }
}

/** A row's change, reported in the instant it happens. */
export interface RowChange {
  table: TableRole;
  before: Item | undefined;
  after: Item | undefined;
  /** Who wrote: a function's path, `publisher`, `operator`, `ttl`. */
  writer: string;
}

interface KeyedRequest {
  TableName: string;
  Key?: Item;
  Item?: Item;
  ConsistentRead?: boolean;
  IndexName?: string;
  ReturnValuesOnConditionCheckFailure?: string;
}

interface BatchGetRequest {
  RequestItems: { [table: string]: { Keys: Item[]; ConsistentRead?: boolean; _projection?: unknown } };
}

interface BatchWriteRequest {
  RequestItems: { [table: string]: { PutRequest: { Item: Item } }[] };
}

interface TransactWriteRequest {
  TransactItems: { Put?: KeyedRequest; Update?: KeyedRequest }[];
  ClientRequestToken?: string;
}

const operations = {
  GetItem: { action: getItem, rules: getItemRules },
  PutItem: { action: putItem, rules: putItemRules },
  UpdateItem: { action: updateItem, rules: updateItemRules },
  DeleteItem: { action: deleteItem, rules: deleteItemRules },
  Query: { action: query, rules: queryRules },
};

const isOperation = (name: string): name is keyof typeof operations => name in operations;

/**
 * DynamoDB in this process: dynalite's parsers, validations and actions, verbatim, over rows that know their past. A read that
 * does not ask for consistency is answered from up to `staleness` ms ago, an index always is.
 */
export class DynamoDb {
  private readonly rows = new Map<string, VersionedRows>();
  private readonly store: DynaliteStore;
  /** Of the transactions that took effect. */
  private readonly tokens = new Set<string>();

  constructor(
    private readonly now: () => number,
    private readonly random: () => number,
    private readonly staleness: number,
    private readonly onChange: (change: RowChange) => void,
  ) {
    this.store = {
      options: { maxItemSize: 400 * 1024 },
      getTable: (name, ...rest) => {
        const callback = rest.at(-1) as (error: Error | null, table?: TableDescription) => void;
        const found = tableNamed(name);
        if (found) callback(null, found.table);
        else callback(new DynamoDbError('ResourceNotFoundException', `Requested resource not found: Table: ${name}`));
      },
      getItemDb: (name) => this.rowsOf(name),
      getIndexDb: (_kind, table, index) => this.rowsOf(`${table}/${index}`),
    };
  }

  /** The newest rows of a table. */
  all(role: TableRole): Item[] {
    return this.rowsOf(tableName(role)).all();
  }

  /** Runs one operation of the JSON protocol at this instant. */
  async handle(operation: string, input: object, writer: string): Promise<object> {
    if (operation === 'BatchGetItem') return this.batchGet(input as BatchGetRequest);
    if (operation === 'BatchWriteItem') return this.batchWrite(input, writer);
    if (operation === 'TransactWriteItems') return this.transactWrite(input as TransactWriteRequest, writer);
    if (!isOperation(operation)) throw new DynamoDbError('UnknownOperationException', `${operation} is not simulated`);
    const { action, rules } = operations[operation];
    const request = this.validate(input, rules);
    return this.run(action, request, writer);
  }

  private validate(input: object, rules: { types: object; custom: unknown }): object {
    try {
      const { ReturnValuesOnConditionCheckFailure } = input as KeyedRequest;
      const request = validations.checkTypes(input, rules.types);
      validations.checkValidations(request, rules.types, rules.custom, this.store);
      return { ...request, ReturnValuesOnConditionCheckFailure };
    } catch (error) {
      throw asDynamoDbError(error);
    }
  }

  private run(action: DynaliteAction, request: object, writer: string, onChange = this.onChange): Promise<object> {
    const { TableName, Key, Item, IndexName, ConsistentRead, ReturnValuesOnConditionCheckFailure } =
      request as KeyedRequest;
    const role = tableNamed(TableName)?.role;
    const isWrite = action === putItem || action === updateItem || action === deleteItem;
    const rows = this.rowsOf(IndexName ? `${TableName}/${IndexName}` : TableName);
    const before = isWrite && role ? this.find(TableName, Key ?? Item ?? {}) : undefined;
    rows.asOf = isWrite || ConsistentRead ? Number.POSITIVE_INFINITY : this.now() - this.random() * this.staleness;
    return new Promise((resolve, reject) => {
      action(this.store, request, (error, answer) => {
        if (error) {
          const failure = asDynamoDbError(error);
          const shown = ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? before : undefined;
          reject(shown ? new DynamoDbError(failure.code, failure.message, { Item: shown }) : failure);
          return;
        }
        resolve(answer ?? {});
        if (!isWrite || !role) return;
        onChange({ table: role, before, after: this.find(TableName, Key ?? Item ?? {}), writer });
      });
      rows.asOf = Number.POSITIVE_INFINITY;
    });
  }

  private find(name: string, key: Item): Item | undefined {
    const table = tableNamed(name)?.table;
    let found: Item | undefined;
    if (!table) return undefined;
    this.rowsOf(name).get(db.createKey(key, table), (_missing, item) => {
      found = item;
    });
    return found;
  }

  private async batchGet(input: BatchGetRequest): Promise<object> {
    const { RequestItems } = this.validate(input, batchGetItemRules) as BatchGetRequest;
    const responses: { [table: string]: Item[] } = {};
    for (const [TableName, { Keys, ...how }] of Object.entries(RequestItems)) {
      const answers = await Promise.all(
        Keys.map((Key) => this.run(getItem, { TableName, Key, ...how }, 'reader') as Promise<{ Item?: Item }>),
      );
      const found = answers.map((answer) => answer.Item).filter((item) => item !== undefined);
      responses[TableName] = this.random() < 0.5 ? found : found.reverse();
    }
    return { Responses: responses, UnprocessedKeys: {} };
  }

  private async batchWrite(input: object, writer: string): Promise<object> {
    const { RequestItems } = this.validate(input, batchWriteItemRules) as BatchWriteRequest;
    const puts = Object.entries(RequestItems).flatMap(([TableName, writes]) =>
      writes.map(({ PutRequest: { Item } }) => this.run(putItem, { TableName, Item }, writer)),
    );
    await Promise.all(puts);
    return { UnprocessedItems: {} };
  }

  /**
   * All writes at this instant, or none of them when a condition does not hold; nobody is told of a change before the last one is
   * made. A token that was used stands for a repetition, whose effect is there.
   */
  private async transactWrite(
    { TransactItems, ClientRequestToken = '' }: TransactWriteRequest,
    writer: string,
  ): Promise<object> {
    if (this.tokens.has(ClientRequestToken)) return {};
    const writes = TransactItems.map(({ Put, Update }) => {
      const [operation, input] = Put ? (['PutItem', Put] as const) : (['UpdateItem', Update ?? {}] as const);
      const { action, rules } = operations[operation];
      return { action, request: this.validate(input, rules) as KeyedRequest };
    });
    const codes = writes.map(({ request }) => {
      const existing = this.find(request.TableName, request.Key ?? request.Item ?? {});
      return db.checkConditional(request, existing) ? 'ConditionalCheckFailed' : 'None';
    });
    if (codes.includes('ConditionalCheckFailed')) throw transactionCancelled(codes);
    if (ClientRequestToken) this.tokens.add(ClientRequestToken);
    const changes: RowChange[] = [];
    const written = writes.map(({ action, request }) =>
      this.run(action, request, writer, (change) => changes.push(change)),
    );
    for (const change of changes) this.onChange(change);
    await Promise.all(written);
    return {};
  }

  private rowsOf(name: string): VersionedRows {
    let rows = this.rows.get(name);
    if (!rows) {
      rows = new VersionedRows(this.now);
      this.rows.set(name, rows);
    }
    return rows;
  }
}

export function transactionCancelled(codes: readonly string[]): DynamoDbError {
  return new DynamoDbError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    { CancellationReasons: codes.map((Code) => ({ Code })) },
  );
}

function asDynamoDbError(error: unknown): DynamoDbError {
  if (error instanceof DynamoDbError) return error;
  const { body } = error as { body?: { __type: string; message?: string; Message?: string } };
  if (!body) throw error;
  return new DynamoDbError(body.__type.split('#').at(-1) ?? body.__type, body.message ?? body.Message ?? '');
}
