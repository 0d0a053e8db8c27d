import '../fakes/environment';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { dynamodb } from './dynamodb';
import { storableNumber } from './storable-number';

beforeEach(() => {
  new FakeDynamoDB().install();
});

const Key = { pk: 'a', sk: 'b' };
const put = (value: number) => dynamodb.send(new PutCommand({ TableName: 'data', Item: { ...Key, value } }));

test.each([0, 1, -12.5, 2 ** 53 - 1, -(2 ** 53) + 1, 1e-130, -1e-130, 0.1 + 0.2])(
  '%p comes back as it was',
  async (value) => {
    expect(storableNumber.safeParse(value).success).toBe(true);
    await put(value);
    expect(await dynamodb.send(new GetCommand({ TableName: 'data', Key }))).toMatchObject({ Item: { value } });
  },
);

test.each([2 ** 53, -(2 ** 53), 1e17, 9e-131, -Number.MIN_VALUE, Number.NaN, Infinity, -Infinity])(
  '%p is refused by the schema, as it would be by DynamoDB or its client',
  async (value) => {
    expect(storableNumber.safeParse(value).success).toBe(false);
    await expect(put(value)).rejects.toThrow(/number|numeric/i);
  },
);
