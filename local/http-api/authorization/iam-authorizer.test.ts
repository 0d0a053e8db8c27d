import { beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../aws/error';
import { missingToken, roleCaller } from '../../identity/caller';
import { ACCOUNT, exchangeOf, gatewayRequest, REGION } from '../../testing/http-api';
import { authorizeByIam } from './iam-authorizer';

const caller = roleCaller('arn:aws:iam::000000000000:role/client', 's');
const headers = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=KEY/20260130/ap-northeast-1/execute-api/aws4_request, SignedHeaders=host, Signature=0',
};

describe('IAM authorization', () => {
  let asked: string[];
  let denial: AwsError | undefined;

  beforeEach(() => {
    asked = [];
    denial = undefined;
  });

  const ask = (signed = headers as { authorization?: string }) => {
    const exchange = exchangeOf(gatewayRequest('POST', '/orders/7', { headers: signed }), {
      routeKey: 'POST /orders/{id}',
    });
    return authorizeByIam(exchange, {
      region: REGION,
      accountId: ACCOUNT,
      sessions: {
        identify: ({ authorization }) => {
          if (authorization === undefined) throw missingToken();
          return caller;
        },
      },
      authorizer: {
        authorize: async (_caller, action, resource) => {
          asked.push(`${action} ${resource}`);
          if (denial) throw denial;
        },
      },
    });
  };

  test('lets in who may invoke what was asked for', async () => {
    expect(await ask()).toEqual({ kind: 'iam', caller, accessKey: 'KEY' });
    expect(asked).toEqual([
      'execute-api:Invoke arn:aws:execute-api:ap-northeast-1:000000000000:api1/$default/POST/orders/7',
    ]);
  });

  test('403 for who may not, and for who did not sign', async () => {
    denial = new AwsError('AccessDeniedException', 'not authorized to perform');
    await expect(ask()).rejects.toMatchObject({ statusCode: 403, answer: 'Forbidden', message: denial.message });
    await expect(ask({})).rejects.toMatchObject({ statusCode: 403 });
  });

  test('a simulation that fails is no denial', async () => {
    denial = new AwsError('InternalFailure', 'not now', 500);
    await expect(ask()).rejects.toBe(denial);
  });
});
