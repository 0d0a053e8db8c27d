import type { LogTarget, LogWriter } from '../logs/log-writer';
import type { Stage } from './api';
import type { ContextVariables } from './context-variables';

const VARIABLE = /\$context\.([A-Za-z0-9_]+(?:[.:-][A-Za-z0-9_]+)*)/g;

/**
 * Writes the access log of a stage: its format, with the values of the request; `-` stands for what has none. It is CloudWatch's log
 * delivery that writes on AWS, so nobody's permission is asked for; a group that is not there is not made.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
 */
export function accessLog(logs: Pick<LogWriter, 'write'>): (stage: Stage, context: ContextVariables) => void {
  return ({ stageName, accessLogSettings }, context) => {
    const { destinationArn, format } = accessLogSettings ?? {};
    if (!destinationArn || !format) return;
    const time = Number(context.get('requestTimeEpoch'));
    const day = new Date(time).toISOString().slice(0, 10);
    const target: LogTarget = {
      // arn:aws:logs:<region>:<account>:log-group:<name>
      group: destinationArn.split(':')[6] ?? '',
      stream: `${context.get('apiId')}/${stageName}/${day}`,
      permit: async (action) => {
        if (action === 'logs:CreateLogGroup')
          throw new Error('there is no such log group. Make it, or take access_log_settings off the stage.');
      },
    };
    logs.write(
      target,
      format.replace(VARIABLE, (_text, name: string) => context.get(name) || '-'),
      time,
    );
  };
}
