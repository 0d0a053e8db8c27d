import type { ApprovalRequest } from './approval-request';

/** The input of the workflow that does nothing but ask. */
export interface ApprovalInput extends Pick<ApprovalRequest, 'subject' | 'details'> {
  readonly schemaVersion: 1;
}

declare module '../platform/start-workflow' {
  interface WorkflowInputs {
    approval: ApprovalInput;
  }
}
