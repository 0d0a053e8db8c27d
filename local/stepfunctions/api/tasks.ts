import { invalidToken, StepFunctionsError } from '../errors';
import type { Failure } from '../interpreter/execution';
import { isTooLarge } from '../interpreter/payload';
import { awaitsToken, readToken, type TokenContent } from '../interpreter/task-token';
import { parseJson } from '../json';
import { jsonFault } from '../json-fault';
import type { Run } from '../runtime/run';
import { Fields } from './fields';
import type { Operation, ServiceContext } from './service-context';

const LONGEST_TOKEN = 2048;

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const sendTaskSuccess: Operation = async (context, input) => {
  const fields = new Fields(input, ['taskToken', 'output']);
  const output = fields.text('output');
  const token = givenToken(fields);
  checkOutput(output);
  await toTask(context, token, ({ thread, task }) => ({ type: 'tokenReturned', thread, task, outcome: { output } }));
  return {};
};

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export const sendTaskFailure: Operation = async (context, input) => {
  const fields = new Fields(input, ['taskToken', 'error', 'cause']);
  const outcome: Failure = {};
  const error = fields.optionalText('error', { max: 256 });
  const cause = fields.optionalText('cause', { max: 32_768 });
  if (error !== undefined) outcome.error = error;
  if (cause !== undefined) outcome.cause = cause;
  await toTask(context, givenToken(fields), ({ thread, task }) => ({ type: 'tokenReturned', thread, task, outcome }));
  return {};
};

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export const sendTaskHeartbeat: Operation = async (context, input) => {
  const fields = new Fields(input, ['taskToken']);
  await toTask(context, givenToken(fields), ({ thread, task }) => ({ type: 'heartbeat', thread, task }));
  return {};
};

/** @throws InvalidOutput */
function checkOutput(output: string): void {
  const invalid = (detail: string) => new StepFunctionsError('InvalidOutput', `Invalid Output: '${detail}'`);
  if (isTooLarge(output)) throw invalid('The output is larger than 262144 bytes');
  try {
    parseJson(output);
  } catch {
    throw invalid(jsonFault(output).message);
  }
}

interface GivenToken {
  token: string;
  content: TokenContent;
}

/** @throws InvalidToken for what is no token */
function givenToken(fields: Fields): GivenToken {
  const token = fields.text('taskToken', { min: 1, max: LONGEST_TOKEN });
  const content = readToken(token);
  if (!content) throw invalidToken('Invalid token');
  return { token, content };
}

/**
 * Hands the event to the task that waits for the token.
 *
 * @throws TaskDoesNotExist when its execution is gone, TaskTimedOut when the task waits for it no more.
 */
async function toTask(
  { executions }: ServiceContext,
  { token, content }: GivenToken,
  event: (content: TokenContent) => Parameters<Run['request']>[0],
): Promise<void> {
  const stored = executions.find(content.executionArn);
  if (!stored) throw new StepFunctionsError('TaskDoesNotExist', "Task does not exist: its execution can't be found");
  await stored.run.request(event(content), (execution) => {
    if (awaitsToken(execution, token, content)) return;
    throw new StepFunctionsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  });
}
