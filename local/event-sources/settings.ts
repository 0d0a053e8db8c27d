import { AwsError } from '../aws/error';
import { parsePattern } from '../events/pattern';
import type { JsonObject, JsonValue } from '../stepfunctions';
import { isObject } from '../stepfunctions/json';
import type { MappingSettings, SourceKind } from './mapping';

const STREAM_DEFAULTS: MappingSettings = {
  BatchSize: 100,
  MaximumBatchingWindowInSeconds: 0,
  FunctionResponseTypes: [],
  ParallelizationFactor: 1,
  MaximumRetryAttempts: -1,
  MaximumRecordAgeInSeconds: -1,
  BisectBatchOnFunctionError: false,
  DestinationConfig: { OnFailure: {} },
};

const QUEUE_DEFAULTS: MappingSettings = { BatchSize: 10, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [] };

/** Whole numbers: lowest and highest value, and for which sources. */
const NUMBERS: { readonly [field: string]: { min: number; max: number; only?: SourceKind } } = {
  BatchSize: { min: 1, max: 10_000 },
  MaximumBatchingWindowInSeconds: { min: 0, max: 300 },
  ParallelizationFactor: { min: 1, max: 10, only: 'stream' },
  MaximumRetryAttempts: { min: -1, max: 10_000, only: 'stream' },
  MaximumRecordAgeInSeconds: { min: -1, max: 604_800, only: 'stream' },
};

const OTHERS: { readonly [field: string]: { valid(value: JsonValue): boolean; only?: SourceKind } } = {
  FunctionResponseTypes: {
    valid: (value) => Array.isArray(value) && value.every((type) => type === 'ReportBatchItemFailures'),
  },
  FilterCriteria: { valid: isObject },
  StartingPosition: { valid: (value) => value === 'TRIM_HORIZON' || value === 'LATEST', only: 'stream' },
  BisectBatchOnFunctionError: { valid: (value) => typeof value === 'boolean', only: 'stream' },
  DestinationConfig: { valid: isObject, only: 'stream' },
  ScalingConfig: { valid: isObject, only: 'queue' },
};

/** What the request says besides settings. */
const NO_SETTINGS = new Set(['EventSourceArn', 'FunctionName', 'Enabled', 'Tags', 'UUID']);
const MIN_RECORD_AGE_SECONDS = 60;

/**
 * The settings of a create or update request over those that stood before, or over the defaults.
 * @throws AwsError `InvalidParameterValueException` that names the field: for a value out of AWS's bounds, and for a setting
 * the local AWS does not have, so that none is stored and then ignored.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export function mergeSettings(
  kind: SourceKind,
  before: MappingSettings | undefined,
  request: JsonObject,
): MappingSettings {
  const defaults = kind === 'stream' ? STREAM_DEFAULTS : QUEUE_DEFAULTS;
  const merged: MappingSettings = { ...(before ?? defaults) };
  for (const [field, value] of Object.entries(request)) {
    if (NO_SETTINGS.has(field) || value === null) continue;
    check(kind, field, value);
    // Checked against the very type that the interface gives the field.
    Object.assign(merged, { [field]: value });
  }
  checkTogether(kind, merged);
  return merged;
}

function check(kind: SourceKind, field: string, value: JsonValue): void {
  const number = NUMBERS[field];
  const other = OTHERS[field];
  const rule = number ?? other;
  if (!rule) throw invalid(`${field} is not supported by the local AWS for event source mappings.`);
  if (rule.only && rule.only !== kind) throw invalid(`${field} is not a setting of a ${kind} event source.`);
  if (number && !(Number.isInteger(value) && Number(value) >= number.min && Number(value) <= number.max)) {
    throw invalid(`${field} must be a whole number from ${number.min} to ${number.max}, not ${JSON.stringify(value)}.`);
  }
  if (other && !other.valid(value)) throw invalid(`${field} has a value it cannot have: ${JSON.stringify(value)}.`);
}

function checkTogether(kind: SourceKind, settings: MappingSettings): void {
  const age = settings.MaximumRecordAgeInSeconds ?? -1;
  if (age >= 0 && age < MIN_RECORD_AGE_SECONDS) throw invalid('MaximumRecordAgeInSeconds must be -1 or at least 60.');
  if (kind === 'stream' && !settings.StartingPosition) throw invalid('StartingPosition is required for a stream.');
  if (kind === 'queue' && settings.BatchSize > 10 && settings.MaximumBatchingWindowInSeconds === 0) {
    throw invalid('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10');
  }
  const concurrency = settings.ScalingConfig?.MaximumConcurrency;
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency >= 2 && concurrency <= 1000)) {
    throw invalid(`ScalingConfig.MaximumConcurrency must be a whole number from 2 to 1000, not ${concurrency}.`);
  }
  for (const { Pattern } of settings.FilterCriteria?.Filters ?? []) {
    try {
      parsePattern(Pattern ?? '');
    } catch (error) {
      throw invalid(`Invalid filter pattern definition. ${error instanceof Error ? error.message : ''}`);
    }
  }
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
