import { expect, test } from '@jest/globals';
import type { LocalRequest } from './http';
import { MetricAlarms } from './metric-alarms';

const form = (parameters: Record<string, string>): LocalRequest => ({
  method: 'POST',
  url: '/',
  path: '/',
  query: new URLSearchParams(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  signal: new AbortController().signal,
  body: Buffer.from(new URLSearchParams(parameters).toString()),
});
const described =
  '<DescribeAlarmsResponse><DescribeAlarmsResult><MetricAlarms><member><AlarmName>stuck</AlarmName><AlarmArn>arn:stuck</AlarmArn>' +
  '<StateValue>OK</StateValue><MetricName></MetricName></member></MetricAlarms></DescribeAlarmsResult></DescribeAlarmsResponse>';
const member = (alarms: MetricAlarms) =>
  /<member>.*<\/member>/.exec(
    String(alarms.complete(form({ Action: 'DescribeAlarms' }), { statusCode: 200, body: described }).body),
  )?.[0];

test('describes an alarm as it was put, with the state it has now', () => {
  const alarms = new MetricAlarms();
  alarms.complete(
    form({
      Action: 'PutMetricAlarm',
      Version: '2010-08-01',
      AlarmName: 'stuck',
      Period: '300',
      'AlarmActions.member.1': 'arn:topic',
      'Metrics.member.1.Id': 'm1',
      'Metrics.member.1.MetricStat.Metric.Dimensions.member.1.Name': 'Table',
      'Metrics.member.1.MetricStat.Metric.Dimensions.member.1.Value': 'a<b',
      'Metrics.member.2.Expression': 'm1 / 2',
    }),
    { statusCode: 200, body: '' },
  );
  expect(member(alarms)).toBe(
    '<member><AlarmName>stuck</AlarmName><AlarmArn>arn:stuck</AlarmArn><StateValue>OK</StateValue>' +
      '<ActionsEnabled>true</ActionsEnabled><TreatMissingData>missing</TreatMissingData><Period>300</Period>' +
      '<AlarmActions><member>arn:topic</member></AlarmActions>' +
      '<Metrics><member><Id>m1</Id><MetricStat><Metric><Dimensions><member><Name>Table</Name><Value>a&lt;b</Value></member>' +
      '</Dimensions></Metric></MetricStat></member><member><Expression>m1 / 2</Expression></member></Metrics></member>',
  );
});

test('an alarm that was refused is not noted', () => {
  const alarms = new MetricAlarms();
  alarms.complete(form({ Action: 'PutMetricAlarm', AlarmName: 'stuck', Period: '7' }), { statusCode: 400, body: '' });
  expect(member(alarms)).toContain('<MetricName></MetricName>');
});
