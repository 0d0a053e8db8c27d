import { StepFunctionsError, validationException } from '../errors';
import type { JsonObject } from '../json';
import { LOG_LEVELS, type LoggingConfiguration } from '../runtime/execution-log';
import { ARN, DESCRIPTION, type Fields } from './fields';

const invalidLogging = (message: string) =>
  new StepFunctionsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${message}`);

/** The request's loggingConfiguration, complete. @throws InvalidLoggingConfiguration */
export function readLogging(fields: Fields): LoggingConfiguration | undefined {
  const given = fields.optionalStructure('loggingConfiguration', ['level', 'includeExecutionData', 'destinations']);
  if (!given) return undefined;
  const level = given.optionalOneOf('level', LOG_LEVELS) ?? 'OFF';
  const includeExecutionData = given.flag('includeExecutionData');
  const destinations = given.optionalStructures('destinations', ['cloudWatchLogsLogGroup'])?.map(readDestination);
  const count = destinations?.length ?? 0;
  if (count > 1 || (level !== 'OFF' && count === 0)) throw invalidLogging('Must specify exactly one Log Destination.');
  return { level, includeExecutionData, ...(destinations ? { destinations } : {}) };
}

function readDestination(destination: Fields) {
  const group = destination.optionalStructure('cloudWatchLogsLogGroup', ['logGroupArn']);
  const logGroupArn = group?.optionalText('logGroupArn', ARN);
  if (logGroupArn === undefined || !/^arn:[\w-]+:logs:[\w-]+:\d+:log-group:[^:]+:\*$/.test(logGroupArn)) {
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

const invalidEncryption = (message: string) =>
  new StepFunctionsError('InvalidEncryptionConfiguration', `Invalid Encryption Configuration: ${message}`);

/** Only AWS's own key changes nothing here; any other key is refused rather than ignored. @throws InvalidEncryptionConfiguration */
export function readEncryption(fields: Fields): JsonObject | undefined {
  const given = fields.optionalStructure('encryptionConfiguration', [
    'type',
    'kmsKeyId',
    'kmsDataKeyReusePeriodSeconds',
  ]);
  if (!given) return undefined;
  const type = given.optionalOneOf('type', ['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY']);
  if (type === undefined) return given.refuse('type', 'not be null');
  const key = given.optionalText('kmsKeyId', { min: 1, max: 2048 });
  const period = given.optionalInteger('kmsDataKeyReusePeriodSeconds', { min: 60, max: 900 });
  if (type !== 'AWS_OWNED_KEY') {
    throw invalidEncryption('the local Step Functions supports the type AWS_OWNED_KEY only');
  }
  if (key !== undefined || period !== undefined) {
    throw invalidEncryption('kmsKeyId and kmsDataKeyReusePeriodSeconds belong to CUSTOMER_MANAGED_KMS_KEY');
  }
  return AWS_OWNED_KEY;
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
