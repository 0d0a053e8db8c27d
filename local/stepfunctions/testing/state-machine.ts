import { ROLE } from './engine';

/** The state machine that tests of the API create, change and delete. */
export const ARN = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine';

export const definition = { StartAt: 'a', States: { a: { Type: 'Pass', End: true } } };
export const text = JSON.stringify({ QueryLanguage: 'JSONata', ...definition });

/** What creates it. */
export const request = { name: 'machine', definition: text, roleArn: ROLE };

export const LOGS = 'arn:aws:logs:ap-northeast-1:000000000000:log-group:/aws/vendedlogs/states/machine:*';
export const destination = { cloudWatchLogsLogGroup: { logGroupArn: LOGS } };
export const loggingConfiguration = { level: 'ALL', includeExecutionData: true, destinations: [destination] };
