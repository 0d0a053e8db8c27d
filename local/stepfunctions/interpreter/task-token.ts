import type { Draft } from './draft';
import type { Execution } from './execution';

/** What a task token tells: whose it is, and a secret that only its holder knows. */
export interface TokenContent {
  executionArn: string;
  thread: number;
  task: number;
}

/** A new token, opaque to those who carry it. It is as random as the engine's source of numbers. */
export function issueToken(draft: Draft, thread: number, task: number): string {
  const secret = Array.from({ length: 4 }, () => Math.floor(draft.random() * 2 ** 32).toString(36));
  const content = [draft.execution.arn, thread, task, secret.join('.')];
  return Buffer.from(JSON.stringify(content)).toString('base64');
}

/** Undefined when the text is no task token. */
export function readToken(token: string): TokenContent | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    if (!Array.isArray(content) || content.length !== 4) return undefined;
    const [executionArn, thread, task] = content as unknown[];
    if (typeof executionArn !== 'string' || typeof thread !== 'number' || typeof task !== 'number') return undefined;
    return { executionArn, thread, task };
  } catch {
    return undefined;
  }
}

/** The state machine whose execution gave the token out. Undefined when the text is no task token. */
export function machineOfToken(token: string): string | undefined {
  const content = readToken(token);
  return content && machineOfExecution(content.executionArn);
}

/** `arn:…:stateMachine:<machine>` of `arn:…:execution:<machine>:<name>`, or of a child's `…:<machine>/<label>:<name>`. */
export function machineOfExecution(executionArn: string): string {
  const parts = executionArn.split(':');
  return [...parts.slice(0, 5), 'stateMachine', parts[6]?.split('/')[0]].join(':');
}

/** Whether the execution still waits for this very token. */
export function awaitsToken(execution: Execution, token: string, { thread }: TokenContent): boolean {
  const work = execution.threads[thread]?.activation?.work;
  return execution.status === 'RUNNING' && work?.kind === 'called' && work.task.token === token;
}
