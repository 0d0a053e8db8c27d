import {
  executionDoesNotExist,
  StepFunctionsError,
  stateMachineDoesNotExist,
  stateMachineTypeNotSupported,
  validationException,
} from '../errors';
import type { Execution, ExecutionStatus } from '../interpreter/execution';
import { redriveStatus } from '../runtime/redrive-status';
import type { Run } from '../runtime/run';
import type { StoredExecution } from '../store/executions';
import { checkDescribedArn, checkExecutionArn, checkMapRunArn, parseStateMachineArn } from './arn';
import { executionData } from './execution-data';
import { ARN, Fields, LONG_ARN, type TextLimits } from './fields';
import { pageOf } from './pages';
import { type Operation, type ServiceContext, seconds } from './service-context';

const STATUSES = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] as const;

export const stopExecution: Operation = async (context, input) => {
  const fields = new Fields(input, ['executionArn', 'error', 'cause']);
  const { run } = context.executions.get(checkExecutionArn(fields.text('executionArn', ARN)));
  const error = fields.optionalText('error', { max: 256 });
  const cause = fields.optionalText('cause', { max: 32_768 });
  await run.stop({ ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) });
  return { stopDate: seconds(run.execution.stoppedAt ?? context.clock.now()) };
};

const CLIENT_TOKEN: TextLimits = { min: 1, max: 64, pattern: '[!-~]+' };

/**
 * Runs again what was entered and not exited; asked for again with the same client token, it only answers again.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
 */
export const redriveExecution: Operation = async (context, input) => {
  const fields = new Fields(input, ['executionArn', 'clientToken']);
  const clientToken = fields.optionalText('clientToken', CLIENT_TOKEN);
  const arn = checkExecutionArn(fields.text('executionArn', ARN));
  const { run } = context.executions.get(arn);
  // A child is redriven with its map run only.
  if (run.execution.mapRun) throw validationException('Labeled Execution ARNs are not supported for this API');
  const redriving = () => redrive(run, context);
  const { redrives } = context.executions;
  const redrivenAt = clientToken === undefined ? redriving() : redrives.once(arn, clientToken, redriving);
  return { redriveDate: seconds(await redrivenAt) };
};

/** When it was redriven. @throws ExecutionNotRedrivable */
async function redrive(run: Run, { stateMachines, clock }: ServiceContext): Promise<number> {
  await run.request({ type: 'redrive' }, (execution) => {
    // It is about to be forgotten with its state machine.
    if (!stateMachines.find(execution.stateMachineArn)) throw executionDoesNotExist(execution.arn);
    const { redriveStatusReason } = redriveStatus(execution, execution.lastEventId, clock.now());
    if (redriveStatusReason === undefined) return;
    throw new StepFunctionsError('ExecutionNotRedrivable', redriveStatusReason);
  });
  return run.execution.redrivenAt ?? clock.now();
}

export const describeExecution: Operation = (context, input) => {
  const fields = new Fields(input, ['executionArn', 'includedData']);
  const data = fields.optionalOneOf('includedData', ['ALL_DATA', 'METADATA_ONLY']) !== 'METADATA_ONLY';
  const { run, traceHeader } = context.executions.get(checkDescribedArn(fields.text('executionArn', ARN)));
  const { execution } = run;
  const { mapRun } = execution;
  return {
    ...summary(execution),
    ...(mapRun ? { mapRunArn: mapRun.arn } : {}),
    ...executionData(execution, data),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(mapRun?.express ? {} : redriveStatus(execution, execution.lastEventId, context.clock.now())),
  };
};

/** The executions of a state machine, or the children of a map run; of EXPRESS children those that run. */
export const listExecutions: Operation = (context, input) => {
  const members = ['stateMachineArn', 'mapRunArn', 'statusFilter', 'redriveFilter', 'maxResults', 'nextToken'];
  const fields = new Fields(input, members);
  const status = fields.optionalOneOf('statusFilter', STATUSES);
  const redriven = fields.optionalOneOf('redriveFilter', ['REDRIVEN', 'NOT_REDRIVEN']);
  const wanted = listed(context, fields)
    .filter((each) => status === undefined || each.status === status)
    .filter(
      ({ execution: { redriveCount } }) => redriven === undefined || redriveCount > 0 === (redriven === 'REDRIVEN'),
    );
  const { items, ...next } = pageOf(wanted, fields, {
    operation: 'ListExecutions',
    clock: context.clock,
    position,
    longestToken: 3096,
  });
  const executions = items.map(({ execution, serial: _serial, ...more }) => ({ ...summary(execution), ...more }));
  return { executions, ...next };
};

/** An execution of which a summary may be asked for, and what a list tells of it besides. */
interface Listed {
  execution: Execution;
  /** Greater than those of executions that were started before. */
  serial: number;
  /** A child that has ended may wait for its redrive. */
  status: ExecutionStatus | 'PENDING_REDRIVE';
  mapRunArn?: string;
  itemCount?: number | undefined;
}

function listed(context: ServiceContext, fields: Fields): Listed[] {
  const stateMachineArn = fields.optionalText('stateMachineArn', ARN);
  const mapRunArn = fields.optionalText('mapRunArn', LONG_ARN);
  if ((stateMachineArn === undefined) === (mapRunArn === undefined)) {
    throw validationException('You must specify either a stateMachineArn or a mapRunArn, but not both.');
  }
  if (mapRunArn !== undefined) return children(context, mapRunArn).sort(byLatest);
  if (fields.optionalText('statusFilter') === 'PENDING_REDRIVE') {
    throw validationException('The statusFilter PENDING_REDRIVE needs a mapRunArn');
  }
  return ofStateMachine(context, stateMachineArn ?? '')
    .map(({ run: { execution }, serial }): Listed => ({ execution, serial, status: execution.status }))
    .sort(byLatest);
}

const byLatest = (a: Listed, b: Listed) => latest(b.execution) - latest(a.execution) || b.serial - a.serial;
const position = ({ execution, serial }: Listed) => [-latest(execution), -serial];

/** The executions of a state machine, or those that a version or an alias was started for. */
function ofStateMachine(
  { stateMachines, versions, aliases, executions }: ServiceContext,
  arn: string,
): StoredExecution[] {
  const { unqualified, qualifier } = parseStateMachineArn(arn);
  const stateMachine = stateMachines.find(unqualified);
  const exists = qualifier === undefined ? stateMachine : (versions.find(arn) ?? aliases.find(arn));
  if (!stateMachine || !exists) throw stateMachineDoesNotExist(arn);
  if (stateMachine.type === 'EXPRESS') throw stateMachineTypeNotSupported();
  const all = executions.of(unqualified);
  if (qualifier === undefined) return all;
  return all.filter(
    ({
      run: {
        execution: { stateMachineVersionArn, stateMachineAliasArn },
      },
    }) => arn === stateMachineVersionArn || arn === stateMachineAliasArn,
  );
}

/** Lists are ordered by when an execution ended, of a running one by when it began. */
function latest({ startedAt, redrivenAt, stoppedAt }: Execution): number {
  return stoppedAt ?? redrivenAt ?? startedAt;
}

/** The children of a map run. */
function children({ mapRuns, executions }: ServiceContext, mapRunArn: string): Listed[] {
  const mapRun = mapRuns.get(checkMapRunArn(mapRunArn));
  const running = [...mapRun.children.running.keys()].flatMap((arn) => executions.find(arn) ?? []);
  const express = running.filter(({ run }) => run.execution.mapRun?.express);
  return [...express, ...executions.ofMapRun(mapRun.arn)].map(({ run: { execution }, serial }) => ({
    execution,
    serial,
    status: mapRun.awaitsRedrive(execution) ? 'PENDING_REDRIVE' : execution.status,
    mapRunArn: mapRun.arn,
    itemCount: execution.mapRun?.items,
  }));
}

/** What both a list and a description of executions tell. */
function summary(execution: Execution) {
  const { arn, name, stateMachineArn, status, mapRun, startedAt, stoppedAt, redriveCount, redrivenAt } = execution;
  const { stateMachineVersionArn, stateMachineAliasArn } = execution;
  return {
    executionArn: arn,
    stateMachineArn,
    ...(stateMachineVersionArn === undefined ? {} : { stateMachineVersionArn }),
    ...(stateMachineAliasArn === undefined ? {} : { stateMachineAliasArn }),
    // Of EXPRESS children AWS tells the two last parts of the ARN.
    name: mapRun?.express ? `${name}:${arn.slice(arn.lastIndexOf(':') + 1)}` : name,
    status,
    startDate: seconds(startedAt),
    ...(stoppedAt === undefined ? {} : { stopDate: seconds(stoppedAt) }),
    redriveCount,
    ...(redrivenAt === undefined ? {} : { redriveDate: seconds(redrivenAt) }),
  };
}
