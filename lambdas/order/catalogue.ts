import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { OrderRejected } from './errors';
import type { OrderItem } from './input';
import { articleKey, type OrderName } from './keys';
import { type ArticleRow, parseArticleRow } from './rows';

/** A line of an order with the catalogue's price. */
export interface PricedItem {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** What the catalogue says to an order. */
export interface Quote {
  readonly items: readonly PricedItem[];
  /** In the smallest unit of the currency. */
  readonly amount: number;
  /** Whether there is enough of each article at this moment. */
  readonly inStock: boolean;
}

/**
 * Prices an order. The price is the catalogue's; a caller who names one is told when it is another.
 *
 * @throws OrderRejected naming each article that is not in the catalogue or has another price
 */
export async function quoteOrder(
  client: DynamoDBDocumentClient,
  table: string,
  { tenantCode }: OrderName,
  items: readonly OrderItem[],
): Promise<Quote> {
  const articles = await Promise.all(items.map(({ sku }) => readArticle(client, table, tenantCode, sku)));
  const lines = items.map((item, index) => ({ item, article: articles[index] }));
  const problems = lines.flatMap(({ item, article }) => problemOf(item, article));
  if (problems.length > 0) throw new OrderRejected(problems.join('; '));
  const priced = lines.flatMap(({ item: { sku, quantity }, article }) =>
    article ? [{ sku, quantity, unitPrice: article.unitPrice }] : [],
  );
  return {
    items: priced,
    amount: priced.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0),
    inStock: lines.every(({ item, article }) => article !== undefined && article.stock >= item.quantity),
  };
}

async function readArticle(
  client: DynamoDBDocumentClient,
  table: string,
  tenantCode: string,
  sku: string,
): Promise<ArticleRow | undefined> {
  const read = new GetCommand({ TableName: table, Key: articleKey(tenantCode, sku), ConsistentRead: true });
  const { Item } = await client.send(read);
  return Item && parseArticleRow(Item);
}

function problemOf({ sku, unitPrice }: OrderItem, article: ArticleRow | undefined): readonly string[] {
  if (article === undefined) return [`"${sku}" is not in the catalogue`];
  if (unitPrice === undefined || unitPrice === article.unitPrice) return [];
  return [`"${sku}" costs ${article.unitPrice}, and not ${unitPrice}`];
}
