import { createHash } from 'node:crypto';
import type { StepFunctionsContext } from '../platform/context';
import type { ApprovalRequest } from './approval-request';

/** Where the row of a request lies. */
export interface ApprovalKey {
  readonly pk: string;
  readonly sk: string;
}

/** What {@link approvalId} makes. */
export const APPROVAL_ID = /^[\w-]{43}$/;

/** The value of `open` on a row that a sweep has to look at. People decide a few requests a minute: one partition takes a thousand a second. */
export const OPEN = 'OPEN';

export function approvalKey(id: string): ApprovalKey {
  return { pk: `APPROVAL#${id}`, sk: 'APPROVAL' };
}

/**
 * The id of a request follows from the state that makes it, so that a retry of the Task finds the row that is there. A redrive asks
 * anew: what it resumes was rejected or has expired. Iterations of a Map enter their states in the same millisecond, hence the index;
 * those of Maps inside of Maps are told apart by what they ask, and refused where they ask the same.
 */
export function approvalId({ Execution, State, Map: map }: StepFunctionsContext, request: ApprovalRequest): string {
  const asks = [
    Execution.Id,
    Execution.RedriveCount ?? 0,
    State.Name,
    State.EnteredTime,
    map?.Item.Index ?? null,
    request,
  ];
  return createHash('sha256').update(JSON.stringify(asks)).digest('base64url');
}
