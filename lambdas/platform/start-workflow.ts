import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isAwsError } from './errors';
import { describeExecution } from './executions';
import { executionArn, LIVE } from './live';

/** What every workflow is started with, besides its own. */
export interface WorkflowInput {
  readonly schemaVersion: number;
  readonly tenantCode: string;
  /** Of the request that asked for it. */
  readonly requestId: string;
}

/** The inputs of workflows by name, in their newest versions. Each workflow adds its own, where it declares its input. */
// biome-ignore lint/suspicious/noEmptyInterface: the workflows' files declare its members
export interface WorkflowInputs {}

/** Where the machines are. */
export interface Machines {
  readonly client: SFNClient;
  /** What a machine's ARN has before the workflow's name: `arn:aws:states:…:stateMachine:<env>-<app>-`. */
  readonly arnPrefix: string;
}

/** The key is taken: an execution with other input has this name. */
export class WorkflowConflict extends Error {
  override readonly name = 'WorkflowConflict';
  constructor(workflow: string, key: string) {
    super(
      `${workflow} was started with the key "${key}" before, and other input. Use another key for another request.`,
    );
  }
}

/**
 * Starts a workflow, once: the execution's name follows from tenant and key, so that a repeat finds the first start and changes
 * nothing.
 *
 * @param key the caller's own name for the request, any text
 * @returns the execution's name, by which its status can be asked
 * @throws WorkflowConflict when the same key was used with other input (`requestId` aside) of the same version
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startWorkflow<Name extends keyof WorkflowInputs>(
  { client, arnPrefix }: Machines,
  workflow: Name,
  input: WorkflowInput & WorkflowInputs[Name],
  key: string,
): Promise<string> {
  const { tenantCode }: WorkflowInput = input;
  const name = executionName(workflow, tenantCode, key);
  const stateMachineArn = `${arnPrefix}${workflow}:${LIVE}`;
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  } catch (error) {
    if (!isAwsError(error, 'ExecutionAlreadyExists')) throw error;
    // Step Functions may not tell yet of one that it has just started: then the key alone decides.
    const started = await describeExecution(client, executionArn(stateMachineArn, name));
    if (started !== undefined && !sameInput(started.input, input)) throw new WorkflowConflict(workflow, key);
  }
  return name;
}

/**
 * `<workflow>_<hash of tenant and key>`: of `[0-9A-Za-z_-]`, and at most 80 characters for workflows of up to 36.
 */
export function executionName(workflow: string, tenantCode: string, key: string): string {
  const hash = createHash('sha256').update(`${tenantCode}\0${key}`).digest('base64url');
  return `${workflow}_${hash}`;
}

/** The workflow that a name of {@link executionName} belongs to, or undefined. */
export function workflowOf(name: string): string | undefined {
  return /^([a-z][a-z0-9-]*)_[\w-]{43}$/.exec(name)?.[1];
}

/**
 * Whether a start repeats the one before. Inputs of two versions can't be compared, and a repeat that crosses a deployment must not
 * be told to choose another key, under which the same would be done twice: there the key alone decides.
 */
function sameInput(stored: string | undefined, input: WorkflowInput): boolean {
  const { requestId: _, ...before } = JSON.parse(stored ?? '{}') as Partial<WorkflowInput>;
  const { requestId: __, ...now } = JSON.parse(JSON.stringify(input)) as WorkflowInput;
  return before.schemaVersion !== now.schemaVersion || isDeepStrictEqual(before, now);
}
