import { StepFunctionsError, validationException } from '../errors';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { LOG_LEVELS, type LoggingConfiguration } from '../runtime/execution-log';
import { DESCRIPTION, type Fields } from './fields';

const invalidLogging = (message: string) =>
  new StepFunctionsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${message}`);

/** The request's loggingConfiguration, complete. @throws InvalidLoggingConfiguration */
export function readLogging(fields: Fields): LoggingConfiguration | undefined {
  const given = fields.optionalStructure('loggingConfiguration', ['level', 'includeExecutionData', 'destinations']);
  if (!given) return undefined;
  const level = given.optionalOneOf('level', LOG_LEVELS) ?? 'OFF';
  const includeExecutionData = given.flag('includeExecutionData');
  const destinations = given.optionalList('destinations')?.map(readDestination);
  if (level !== 'OFF' && destinations?.length !== 1) throw invalidLogging('Must specify exactly one Log Destination.');
  return { level, includeExecutionData, ...(destinations ? { destinations } : {}) };
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
  const given = fields.optionalStructure('tracingConfiguration', ['enabled']);
  return given && { enabled: given.flag('enabled') };
}

/** What encrypts when the request does not say. */
export const AWS_OWNED_KEY: JsonObject = { type: 'AWS_OWNED_KEY' };

/** Only AWS's own key changes nothing here; any other key is refused rather than ignored. */
export function readEncryption(fields: Fields): JsonObject | undefined {
  const given = fields.optionalObject('encryptionConfiguration');
  if (!given || given.type === 'AWS_OWNED_KEY') return given;
  const message = 'Invalid Encryption Configuration: the local Step Functions supports the type AWS_OWNED_KEY only';
  throw new StepFunctionsError('InvalidEncryptionConfiguration', message);
}

/** Whether the request wants a version, and how it describes that. */
export interface Publication {
  publish: boolean;
  versionDescription?: string;
}

/** @throws ValidationException for a description of no version. */
export function readPublication(fields: Fields): Publication {
  const publish = fields.flag('publish');
  const versionDescription = fields.optionalText('versionDescription', DESCRIPTION);
  if (versionDescription === undefined) return { publish };
  if (!publish) throw validationException('Version description can only be set when publish is true');
  return { publish, versionDescription };
}
