import type { HistoryEvent } from '../history/history-event';
import { withoutData } from '../runtime/execution-log';
import { checkExecutionArn } from './arn';
import { ARN, Fields } from './fields';
import { pageOf } from './pages';
import { type Operation, seconds } from './service-context';

export const getExecutionHistory: Operation = ({ executions, clock }, input) => {
  const members = ['executionArn', 'maxResults', 'nextToken', 'reverseOrder', 'includeExecutionData'];
  const fields = new Fields(input, members);
  const { run } = executions.get(checkExecutionArn(fields.text('executionArn', ARN)));
  const data = fields.flag('includeExecutionData', true);
  const reversed = fields.flag('reverseOrder');
  const { items, ...next } = pageOf(reversed ? run.history.toReversed() : run.history, fields, {
    operation: 'GetExecutionHistory',
    clock,
    position: ({ id }) => [reversed ? -id : id],
  });
  return { events: items.map((event) => describe(event, data)), ...next };
};

function describe({ timestamp, details, ...event }: HistoryEvent, data: boolean): object {
  const described = { ...event, timestamp: seconds(timestamp) };
  const shown = details && !data ? withoutData(details) : details;
  return shown ? { ...described, [detailsField(event.type)]: shown } : described;
}

/** All states share one field for entering and one for leaving; any other event has its own. */
function detailsField(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
