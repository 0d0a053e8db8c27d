import { StepFunctionsError, validationException } from '../errors';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { LOG_LEVELS, type LoggingConfiguration } from '../runtime/execution-log';
import type { Fields } from './fields';

const invalidLogging = (message: string) =>
  new StepFunctionsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${message}`);

/** The request's loggingConfiguration, complete. @throws InvalidLoggingConfiguration */
export function readLogging(fields: Fields): LoggingConfiguration | undefined {
  const given = fields.optionalObject('loggingConfiguration');
  if (!given) return undefined;
  const level = LOG_LEVELS.find((known) => known === (given.level ?? 'OFF'));
  if (!level) throw invalidLogging(`Unknown level '${String(given.level)}': use one of ${LOG_LEVELS.join(', ')}.`);
  const destinations = (Array.isArray(given.destinations) ? given.destinations : []).map(readDestination);
  if (level !== 'OFF' && destinations.length !== 1) throw invalidLogging('Must specify exactly one Log Destination.');
  return { level, includeExecutionData: given.includeExecutionData === true, destinations };
}

function readDestination(destination: JsonValue) {
  const group = isObject(destination) ? destination.cloudWatchLogsLogGroup : undefined;
  const logGroupArn = isObject(group) ? group.logGroupArn : undefined;
  if (typeof logGroupArn !== 'string' || !/^arn:[\w-]+:logs:[\w-]+:\d+:log-group:[^:]+:\*$/.test(logGroupArn)) {
    throw invalidLogging("A Log Destination must be the ARN of a log group that ends in ':*'.");
  }
  return { cloudWatchLogsLogGroup: { logGroupArn } };
}

export function readTracing(fields: Fields): { enabled: boolean } | undefined {
  const given = fields.optionalObject('tracingConfiguration');
  if (!given) return undefined;
  if (typeof (given.enabled ?? false) !== 'boolean') {
    throw new StepFunctionsError(
      'InvalidTracingConfiguration',
      'Invalid Tracing Configuration: enabled must be a boolean',
    );
  }
  return { enabled: given.enabled === true };
}

/** Only AWS's own key changes nothing here; any other key is refused rather than ignored. */
export function readEncryption(fields: Fields): JsonObject | undefined {
  const given = fields.optionalObject('encryptionConfiguration');
  if (!given || given.type === 'AWS_OWNED_KEY') return given;
  const message = 'Invalid Encryption Configuration: the local Step Functions supports the type AWS_OWNED_KEY only';
  throw new StepFunctionsError('InvalidEncryptionConfiguration', message);
}

/** @throws ValidationException when the request wants a version. */
export function refusePublish(fields: Fields): void {
  if (fields.flag('publish')) {
    throw validationException('Versions are not supported by the local Step Functions: publish must be false');
  }
  if (fields.optionalText('versionDescription') !== undefined) {
    throw validationException('Version description can only be set when publish is true');
  }
}
