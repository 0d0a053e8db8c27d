import { isObject, type JsonObject, type JsonValue } from '../json';
import { parsePointer } from '../map-run/items/pointed-items';
import { s3ParameterProblems } from '../map-run/s3-parameters';
import { REFUSED_VALUES } from '../supported';
import { CSV_DELIMITERS } from './compile-distributed-map';
import type { Diagnostics } from './diagnostics';
import { validateNumber } from './validate-fields';
import type { Surroundings } from './validate-machine';
import { validateReferencePath } from './validate-paths';

const RESOURCE = /^arn:[\w-]+:states:::s3:(getObject|listObjectsV2)$/;
type Operation = 'getObject' | 'listObjectsV2';

/** How many items a map run may have. */
const MOST_ITEMS = 100_000_000;

/** The most that CSV headers may take, in bytes. @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export const LARGEST_HEADER = 10 * 1024;

/** Checks an ItemReader: what it reads, and how. @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export function validateItemReader(reader: JsonValue, location: string, surroundings: Surroundings): void {
  const { diagnostics, integrations, language } = surroundings;
  if (!diagnostics.object(reader, location)) return;
  diagnostics.knowsPart(reader, 'itemReader', location, language.name);
  const inputs = language.isJsonata ? 'Arguments' : 'Parameters';
  if (!diagnostics.requires(reader, ['Resource', inputs], location)) return;
  const { Resource, ReaderConfig } = reader;
  const parameters = reader[inputs] ?? null;
  const operation = typeof Resource === 'string' ? (RESOURCE.exec(Resource)?.[1] as Operation | undefined) : undefined;
  if (!operation) {
    diagnostics.schema("The field 'Resource' does not match any of the allowed values", `${location}/Resource`);
    return;
  }
  if (!integrations.objects) diagnostics.refuse('ItemReader', { refused: 'no object store was given to it' }, location);
  language.validate(parameters, `${location}/${inputs}`, diagnostics);
  if (isObject(parameters)) {
    validateS3Parameters(operation, parameters, `${location}/${inputs}`, surroundings);
  }
  if (ReaderConfig === undefined) {
    if (operation === 'getObject') diagnostics.requires(reader, ['ReaderConfig'], location);
    return;
  }
  validateReaderConfig(ReaderConfig, operation, `${location}/ReaderConfig`, surroundings);
}

/** Checks the names of what an operation of S3 is given, in JSONPath in both of their forms. */
export function validateS3Parameters(
  operation: Operation | 'putObject',
  given: JsonObject,
  at: string,
  { diagnostics, language }: Surroundings,
): void {
  const named = language.isJsonata
    ? given
    : Object.fromEntries(Object.entries(given).map(([name, value]) => [name.replace(/\.\$$/, ''), value]));
  diagnostics.requires(named, operation === 'getObject' ? ['Bucket', 'Key'] : ['Bucket'], at);
  for (const problem of s3ParameterProblems(operation, named)) diagnostics.schema(problem, at);
}

function validateReaderConfig(config: JsonValue, operation: string, at: string, surroundings: Surroundings): void {
  const { diagnostics, language } = surroundings;
  if (!diagnostics.object(config, at)) return;
  diagnostics.knowsPart(config, 'readerConfig', at, language.name);
  validateNumber(config, 'MaxItems', at, diagnostics, { min: 0, max: MOST_ITEMS }, language);
  validateReferencePath(config, 'MaxItemsPath', at, diagnostics);
  const { InputType, Transformation } = config;
  if (Transformation !== undefined) {
    diagnostics.oneOf(Transformation, ['NONE', 'LOAD_AND_FLATTEN'], `${at}/Transformation`);
  }
  if (InputType === 'PARQUET') {
    diagnostics.refuse("The InputType 'PARQUET'", REFUSED_VALUES.readerConfig.InputType.PARQUET, `${at}/InputType`);
    return;
  }
  if (operation === 'listObjectsV2') validateListing(config, at, diagnostics);
  else validateObject(config, at, diagnostics);
  validatePointer(config, at, diagnostics);
  validateCsv(config, at, surroundings);
}

/** A listing gives the attributes of the objects, unless these are read themselves: only then do they have an InputType. */
function validateListing(config: JsonObject, at: string, diagnostics: Diagnostics): void {
  const { InputType, ManifestType, Transformation } = config;
  if (ManifestType !== undefined) {
    diagnostics.schema('ManifestType is not supported with listObjectsV2', `${at}/ManifestType`);
  }
  if (Transformation !== 'LOAD_AND_FLATTEN') {
    const only = 'InputType is not supported with listObjectsV2 without the Transformation LOAD_AND_FLATTEN';
    if (InputType !== undefined) diagnostics.schema(only, `${at}/InputType`);
  } else if (diagnostics.requires(config, ['InputType'], at)) {
    diagnostics.oneOf(InputType, ['CSV', 'JSON', 'JSONL', 'PARQUET'], `${at}/InputType`);
  }
}

/** An object holds the items itself, or is a manifest. Athena's says nothing of the format of the objects that it lists. */
function validateObject(config: JsonObject, at: string, diagnostics: Diagnostics): void {
  const { InputType, ManifestType, Transformation } = config;
  if (Transformation === 'LOAD_AND_FLATTEN') {
    diagnostics.schema('LOAD_AND_FLATTEN is only supported with listObjectsV2', `${at}/Transformation`);
  }
  if (ManifestType === 'ATHENA_DATA') {
    if (diagnostics.requires(config, ['InputType'], at)) {
      diagnostics.oneOf(InputType, ['CSV', 'JSONL', 'PARQUET'], `${at}/InputType`);
    }
  } else if (ManifestType !== undefined) {
    diagnostics.oneOf(ManifestType, ['ATHENA_DATA', 'S3_INVENTORY'], `${at}/ManifestType`);
    if (InputType !== undefined && InputType !== 'MANIFEST') {
      diagnostics.schema(`ManifestType is not supported with InputType ${InputType}`, `${at}/ManifestType`);
    }
  } else if (diagnostics.requires(config, ['InputType'], at)) {
    diagnostics.oneOf(InputType, ['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'], `${at}/InputType`);
  }
}

function validatePointer({ InputType, ItemsPointer }: JsonObject, at: string, diagnostics: Diagnostics): void {
  const location = `${at}/ItemsPointer`;
  if (ItemsPointer === undefined || !diagnostics.string(ItemsPointer, location)) return;
  if (InputType !== 'JSON') diagnostics.schema('ItemsPointer is only supported with InputType JSON', location);
  else if (!parsePointer(ItemsPointer)) diagnostics.schema('Value is not a valid JSON pointer', location);
}

function validateCsv(config: JsonObject, at: string, { diagnostics }: Surroundings): void {
  const { InputType, CSVHeaderLocation, CSVHeaders, CSVDelimiter } = config;
  if (InputType !== 'CSV') {
    for (const name of ['CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter']) {
      if (config[name] !== undefined) diagnostics.schema(`Field '${name}' is not supported`, at);
    }
    return;
  }
  if (CSVDelimiter !== undefined) {
    diagnostics.oneOf(CSVDelimiter, Object.keys(CSV_DELIMITERS), `${at}/CSVDelimiter`);
  }
  if (CSVHeaderLocation === undefined) {
    diagnostics.schema("The field 'CSVHeaderLocation' is required but was missing", at);
    return;
  }
  const location = `${at}/CSVHeaderLocation`;
  if (!diagnostics.oneOf(CSVHeaderLocation, ['FIRST_ROW', 'GIVEN'], location)) return;
  if (CSVHeaderLocation === 'FIRST_ROW') {
    if (CSVHeaders !== undefined) {
      diagnostics.schema('CSVHeaders is only supported with CSVHeaderLocation GIVEN', `${at}/CSVHeaders`);
    }
    return;
  }
  if (!diagnostics.requires(config, ['CSVHeaders'], at) || !diagnostics.array(CSVHeaders, `${at}/CSVHeaders`)) return;
  const strings = CSVHeaders.every((header, index) => diagnostics.string(header, `${at}/CSVHeaders[${index}]`));
  if (strings && Buffer.byteLength(CSVHeaders.join(',')) > LARGEST_HEADER) {
    diagnostics.schema('CSV headers cannot exceed 10 KiB', `${at}/CSVHeaders`);
  }
}
