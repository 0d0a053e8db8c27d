import { StepFunctionsError, validationException } from '../errors';
import { uuid } from '../expressions/functions';
import type { Execution, ExecutionStatus } from '../interpreter/execution';
import { newExecution } from '../interpreter/new-execution';
import { isTooLarge, type Payload } from '../interpreter/payload';
import { redriveStatus } from '../runtime/redrive-status';
import { Run } from '../runtime/run';
import { checkExecutionArn, checkMapRunArn, checkName, checkStateMachineArn, executionArn } from './arn';
import { ARN, Fields, LONG_ARN } from './fields';
import { pageOf } from './pages';
import { type Operation, type ServiceContext, seconds } from './service-context';

const STATUSES = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] as const;

/**
 * Starts an execution. The same name with the same input while that execution runs is answered again; a name once used
 * is refused for 90 days after its execution has ended.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export const startExecution: Operation = (context, input) => {
  const fields = new Fields(input, ['stateMachineArn', 'name', 'input', 'traceHeader']);
  const stateMachine = context.stateMachines.get(checkStateMachineArn(fields.text('stateMachineArn', ARN)));
  const given = fields.optionalText('name', { min: 1, max: 80 });
  const payload = readInput(fields.optionalText('input') ?? '{}');
  const traceHeader = fields.optionalText('traceHeader', { max: 256 });
  const name = given === undefined ? uuid(context.random) : checkName(given);
  const arn = executionArn(context, stateMachine.name, name);
  const existing = context.executions.find(arn)?.run.execution;
  if (existing) {
    if (existing.status !== 'RUNNING' || existing.input.text !== payload.text) {
      throw new StepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    return { executionArn: arn, startDate: seconds(existing.startedAt) };
  }
  const execution = newExecution(
    stateMachine.machine,
    '',
    {
      arn,
      name,
      roleArn: stateMachine.roleArn,
      region: context.region,
      stateMachineArn: stateMachine.arn,
      stateMachineName: stateMachine.name,
      input: payload,
      startedAt: context.clock.now(),
    },
    context.random,
  );
  const run = new Run(stateMachine.machine, execution, context.environment);
  context.executions.add({ run, stateMachine, ...(traceHeader === undefined ? {} : { traceHeader }) });
  context.environment.onStatus(run);
  run.notify({ type: 'start' });
  return { executionArn: arn, startDate: seconds(execution.startedAt) };
};

function readInput(text: string): Payload {
  const invalid = (detail: string) =>
    new StepFunctionsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${detail}'`);
  if (isTooLarge(text)) throw invalid('The input is larger than 262144 bytes.');
  if (text.trim() === '') throw invalid('Invalid execution input.');
  try {
    return { value: JSON.parse(text), text };
  } catch (error) {
    throw invalid((error as Error).message);
  }
}

export const stopExecution: Operation = async (context, input) => {
  const fields = new Fields(input, ['executionArn', 'error', 'cause']);
  const { run } = context.executions.get(checkExecutionArn(fields.text('executionArn', ARN)));
  const error = fields.optionalText('error', { max: 256 });
  const cause = fields.optionalText('cause', { max: 32_768 });
  await run.stop({ ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) });
  return { stopDate: seconds(run.execution.stoppedAt ?? context.clock.now()) };
};

/** Runs again what was entered and not exited. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
export const redriveExecution: Operation = async (context, input) => {
  const fields = new Fields(input, ['executionArn', 'clientToken']);
  fields.optionalText('clientToken', { min: 1, max: 64 });
  const arn = checkExecutionArn(fields.text('executionArn', ARN));
  const { run } = context.executions.get(arn);
  // A child is redriven with its map run only.
  if (run.execution.mapRun) throw validationException('Labeled Execution ARNs are not supported for this API');
  await run.request({ type: 'redrive' }, (execution) => {
    const { redriveStatusReason } = redriveStatus(execution, execution.lastEventId, context.clock.now());
    if (redriveStatusReason === undefined) return;
    throw new StepFunctionsError('ExecutionNotRedrivable', redriveStatusReason);
  });
  return { redriveDate: seconds(run.execution.redrivenAt ?? context.clock.now()) };
};

export const describeExecution: Operation = (context, input) => {
  const fields = new Fields(input, ['executionArn', 'includedData']);
  const data = fields.optionalOneOf('includedData', ['ALL_DATA', 'METADATA_ONLY']) !== 'METADATA_ONLY';
  const { run, traceHeader } = context.executions.get(checkExecutionArn(fields.text('executionArn', ARN)));
  const { execution } = run;
  const { failure, output, mapRun } = execution;
  const details = { included: true };
  return {
    ...summary(execution),
    ...(mapRun ? { mapRunArn: mapRun.arn } : {}),
    ...(data ? { input: execution.input.text, inputDetails: details } : {}),
    ...(data && output !== undefined ? { output, outputDetails: details } : {}),
    ...(failure?.error === undefined ? {} : { error: failure.error }),
    ...(failure?.cause === undefined ? {} : { cause: failure.cause }),
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
    .filter(({ redriveCount }) => redriven === undefined || redriveCount > 0 === (redriven === 'REDRIVEN'));
  const { items, ...next } = pageOf(wanted, fields, 3096);
  return { executions: items, ...next };
};

/** A child that has ended may wait for its redrive. */
type Listed = Omit<ReturnType<typeof summary>, 'status'> & { status: ExecutionStatus | 'PENDING_REDRIVE' };

function listed(context: ServiceContext, fields: Fields): Listed[] {
  const stateMachineArn = fields.optionalText('stateMachineArn', ARN);
  const mapRunArn = fields.optionalText('mapRunArn', LONG_ARN);
  if ((stateMachineArn === undefined) === (mapRunArn === undefined)) {
    throw validationException('You must specify either a stateMachineArn or a mapRunArn, but not both.');
  }
  if (mapRunArn !== undefined) return children(context, mapRunArn);
  if (fields.optionalText('statusFilter') === 'PENDING_REDRIVE') {
    throw validationException('The statusFilter PENDING_REDRIVE needs a mapRunArn');
  }
  const { arn } = context.stateMachines.get(checkStateMachineArn(stateMachineArn ?? ''));
  return context.executions.of(arn).map(({ run }) => summary(run.execution));
}

/** The children of a map run, the latest first. */
function children({ mapRuns, executions }: ServiceContext, mapRunArn: string) {
  const mapRun = mapRuns.get(checkMapRunArn(mapRunArn));
  const express = [...mapRun.children.running.values()].filter(({ run }) => run.execution.mapRun?.express).reverse();
  return [...express, ...executions.ofMapRun(mapRun.arn)].map(({ run: { execution } }) => ({
    ...summary(execution),
    ...(mapRun.awaitsRedrive(execution) ? { status: 'PENDING_REDRIVE' as const } : {}),
    mapRunArn: mapRun.arn,
    itemCount: execution.mapRun?.items,
  }));
}

/** What both a list and a description of executions tell. */
function summary(execution: Execution) {
  const { arn, name, stateMachineArn, status, mapRun, startedAt, stoppedAt, redriveCount, redrivenAt } = execution;
  return {
    executionArn: arn,
    stateMachineArn,
    // Of EXPRESS children AWS tells the two last parts of the ARN.
    name: mapRun?.express ? `${name}:${arn.slice(arn.lastIndexOf(':') + 1)}` : name,
    status,
    startDate: seconds(startedAt),
    ...(stoppedAt === undefined ? {} : { stopDate: seconds(stoppedAt) }),
    redriveCount,
    ...(redrivenAt === undefined ? {} : { redriveDate: seconds(redrivenAt) }),
  };
}
