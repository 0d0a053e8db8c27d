import type { Execution } from './execution';

/** How long an EXPRESS execution may last. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const EXPRESS_SECONDS = 300;

/** Whether the execution is one that AWS neither keeps nor tells of: its log is all that is left of it. */
export function isExpress({ express, mapRun }: Execution): boolean {
  return express !== undefined || mapRun?.express === true;
}
