import { beforeEach, expect, test } from '@jest/globals';
import type { LogTarget } from '../logs/log-writer';
import { gatewayRequest, httpApi } from '../testing/http-api';
import { accessLog } from './access-log';
import { contextOf } from './context-variables';

const destinationArn = 'arn:aws:logs:ap-northeast-1:000000000000:log-group:/aws/vendedlogs/apis/a';
const context = contextOf(httpApi(), undefined, gatewayRequest('GET', '/a', { receivedAt: 1_583_348_638_390 }), '0');
let written: { target: LogTarget; message: string; timestamp: number | undefined }[];

beforeEach(() => {
  written = [];
});

const log = accessLog({ write: (target, message, timestamp) => void written.push({ target, message, timestamp }) });

test("fills the stage's format; what is not known is a dash", () => {
  const format =
    '$context.identity.sourceIp - [$context.requestTime] "$context.httpMethod $context.routeKey" $context.requestId.';
  log({ stageName: 'v1', accessLogSettings: { destinationArn: `${destinationArn}:*`, format } }, context);
  expect(written).toMatchObject([
    {
      target: { group: '/aws/vendedlogs/apis/a', stream: 'api1/v1/2020-03-04' },
      message: '192.0.2.1 - [04/Mar/2020:19:03:58 +0000] "GET -" request-1.',
      timestamp: 1_583_348_638_390,
    },
  ]);
});

test('a stage without a log writes none', () => {
  log({ stageName: 'v1' }, context);
  log({ stageName: 'v1', accessLogSettings: { destinationArn } }, context);
  expect(written).toEqual([]);
});

test('a group that is not there is not made', async () => {
  log({ stageName: 'v1', accessLogSettings: { destinationArn, format: 'x' } }, context);
  const permit = written[0]?.target.permit;
  await expect(permit?.('logs:CreateLogStream', '*')).resolves.toBeUndefined();
  await expect(permit?.('logs:CreateLogGroup', '*')).rejects.toThrow('there is no such log group');
});
