import type { Statement } from '../constructs/policy';
import { writeReadModels } from '../read-models';
import type { ImportStorage } from './storage';

/** Rights on rows: DynamoDB's actions without their prefix. A transaction takes the rights of the writes in it. */
function rows(Sid: string, Resource: string, ...Action: readonly string[]): Statement {
  return { Sid, Action: Action.map((action) => `dynamodb:${action}`), Resource: [Resource] };
}

/** To take a batch of rows into an import. */
export function takeBatches({ import_tmp, imports }: ImportStorage): Statement[] {
  return [
    rows('Batches', import_tmp.arn, 'PutItem', 'BatchWriteItem'),
    { Sid: 'Rejects', Action: ['s3:PutObject'], Resource: [`${imports.arn}/results/*`] },
  ];
}

/** To complete an import: count its rows, merge its rejects, write its record. */
export function completeImports({ import_tmp, imports }: ImportStorage): Statement[] {
  return [
    rows('Ledger', import_tmp.arn, 'GetItem', 'Query', 'UpdateItem'),
    {
      Sid: 'Results',
      Action: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      Resource: [`${imports.arn}/results/*`],
    },
  ];
}

/** To apply rows: all that the states of the command machine write, and what the publisher does. */
export function applyRows({ import_tmp, commands, data, history, readModels }: ImportStorage): Statement[] {
  return [
    rows('Outcomes', import_tmp.arn, 'GetItem', 'PutItem'),
    rows('Commands', commands.arn, 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    rows('Data', data.arn, 'BatchGetItem', 'GetItem', 'UpdateItem'),
    rows('History', history.arn, 'PutItem'),
    ...writeReadModels(readModels),
  ];
}

/** To tell imports how the commands of their rows ended. */
export function recordEndings({ import_tmp, commands }: ImportStorage): Statement[] {
  return [rows('Outcomes', import_tmp.arn, 'GetItem', 'PutItem'), rows('Commands', commands.arn, 'GetItem')];
}

/** To create the records of imports. */
export function createImports({ import_tmp }: ImportStorage): Statement[] {
  return [rows('Records', import_tmp.arn, 'PutItem')];
}

/** To record that an execution ended badly. */
export function failImports({ import_tmp }: ImportStorage): Statement[] {
  return [rows('Records', import_tmp.arn, 'UpdateItem')];
}

/** To read the files. The right to list tells S3 to answer "not found" rather than "forbidden" for what is not there. */
export function readFiles({ imports }: ImportStorage): Statement[] {
  return [
    { Sid: 'Files', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: [`${imports.arn}/imports/*`] },
    {
      Sid: 'WhetherFilesExist',
      Action: ['s3:ListBucket'],
      Resource: [imports.arn],
      Condition: { StringLike: { 's3:prefix': 'imports/*' } },
    },
  ];
}

/** To announce imports and tell how they stand: whoever gets a signed URL acts with these rights, on one object. */
export function announceImports({ import_tmp, imports }: ImportStorage): Statement[] {
  return [
    rows('Imports', import_tmp.arn, 'GetItem', 'Query', 'UpdateItem'),
    { Sid: 'Files', Action: ['s3:PutObject'], Resource: [`${imports.arn}/imports/*`] },
    { Sid: 'Rejects', Action: ['s3:GetObject'], Resource: [`${imports.arn}/results/*`] },
  ];
}
