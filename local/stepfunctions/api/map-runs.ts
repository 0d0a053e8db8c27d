import { StepFunctionsError } from '../errors';
import { childMachineArn } from '../map-run/arns';
import type { MapRun } from '../map-run/map-run';
import { checkExecutionArn, checkMapRunArn } from './arn';
import { ARN, Fields, LONG_ARN } from './fields';
import { pageOf } from './pages';
import { type Operation, seconds } from './service-context';

/** What MaxConcurrency 0 amounts to. */
const MOST_CHILDREN = 10_000;

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun: Operation = ({ mapRuns }, input) => {
  const fields = new Fields(input, ['mapRunArn']);
  const mapRun = mapRuns.get(checkMapRunArn(fields.text('mapRunArn', LONG_ARN)));
  const { settings, redriveCount, redrivenAt, counts } = mapRun;
  return {
    mapRunArn: mapRun.arn,
    executionArn: mapRun.executionArn,
    status: mapRun.status,
    ...dates(mapRun),
    maxConcurrency: settings.maxConcurrency || MOST_CHILDREN,
    toleratedFailureCount: settings.toleratedFailureCount ?? 0,
    toleratedFailurePercentage: settings.toleratedFailurePercentage ?? 0,
    itemCounts: { ...counts.items },
    executionCounts: { ...counts.executions },
    redriveCount,
    ...(redrivenAt === undefined ? {} : { redriveDate: seconds(redrivenAt) }),
  };
};

/** The map runs of an execution, the latest first. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html */
export const listMapRuns: Operation = ({ executions, mapRuns, clock }, input) => {
  const fields = new Fields(input, ['executionArn', 'maxResults', 'nextToken']);
  const { run } = executions.get(checkExecutionArn(fields.text('executionArn', ARN)));
  const all = mapRuns.of(run.execution.arn).map((mapRun, index, { length }) => ({ mapRun, number: length - index }));
  const { items, ...next } = pageOf(all, fields, {
    operation: 'ListMapRuns',
    clock,
    position: ({ number }) => [-number],
  });
  const listed = items.map(({ mapRun }) => ({
    executionArn: mapRun.executionArn,
    mapRunArn: mapRun.arn,
    stateMachineArn: childMachineArn(mapRun.arn),
    ...dates(mapRun),
  }));
  return { mapRuns: listed, ...next };
};

/** Changes what a map run in progress is limited by. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html */
export const updateMapRun: Operation = ({ mapRuns }, input) => {
  const members = ['mapRunArn', 'maxConcurrency', 'toleratedFailureCount', 'toleratedFailurePercentage'];
  const fields = new Fields(input, members);
  const mapRun = mapRuns.get(checkMapRunArn(fields.text('mapRunArn', LONG_ARN)));
  const any = { min: 0, max: Number.MAX_SAFE_INTEGER };
  const maxConcurrency = fields.optionalInteger('maxConcurrency', any);
  const toleratedFailureCount = fields.optionalInteger('toleratedFailureCount', any);
  const toleratedFailurePercentage = fields.optionalNumber('toleratedFailurePercentage', { min: 0, max: 100 });
  const change = {
    ...(maxConcurrency === undefined ? {} : { maxConcurrency: Math.min(maxConcurrency, MOST_CHILDREN) }),
    ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
    ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
  };
  if (Object.keys(change).length === 0) {
    const message =
      'At least one of maxConcurrency, toleratedFailureCount and toleratedFailurePercentage must be specified';
    throw new StepFunctionsError('ValidationException', message);
  }
  if (mapRun.status !== 'RUNNING') {
    throw new StepFunctionsError('ValidationException', `Map Run is ${mapRun.status} and cannot be updated`);
  }
  mapRun.update(change);
  return {};
};

function dates({ startedAt, stoppedAt }: MapRun) {
  return { startDate: seconds(startedAt), ...(stoppedAt === undefined ? {} : { stopDate: seconds(stoppedAt) }) };
}
