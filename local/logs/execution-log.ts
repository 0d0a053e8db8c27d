import type { ExecutionLogEntry } from '../stepfunctions';
import type { LogWriter } from './log-writer';

/**
 * Writes the execution log of state machines to the log groups they name, one stream a day and machine. It is CloudWatch's
 * log delivery that writes there on AWS, not the machine's role, so nobody's permission is asked for.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
export function executionLog(logs: Pick<LogWriter, 'write'>): (entry: ExecutionLogEntry) => void {
  return (entry) => {
    // arn:aws:logs:<region>:<account>:log-group:<name>:*
    const group = entry.logGroupArn.split(':')[6] ?? '';
    const machine = entry.stateMachineArn.slice(entry.stateMachineArn.lastIndexOf(':') + 1);
    const day = new Date(entry.timestamp).toISOString().slice(0, 10);
    const target = { group, stream: `states/${machine}/${day}`, permit: async () => undefined };
    logs.write(target, JSON.stringify(entry.record), entry.timestamp);
  };
}
