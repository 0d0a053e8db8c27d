import type { Call, Grant, Integrations } from '../integration';
import { PolicyError, type PolicyScope } from '../policy-scope';
import { literal, nameOrPattern } from '../read-arguments';

const patterns = ['waitForTaskToken'] as const;
const page = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html';

/** A permission on the object that Bucket and Key name; a key that is an expression allows what it is sure to begin with. */
function onObject(action: string, versioned = action): (call: Call, scope: PolicyScope) => readonly Grant[] {
  return (call, scope) => [
    {
      actions: [call.arguments.VersionId === undefined ? action : versioned],
      resources: [scope.bucketArn(literal(call, 'Bucket'), `/${nameOrPattern(call, 'Key', call.arguments.Key)}`)],
    },
  ];
}

/** What a copy reads: the object that `CopySource` names as `bucket/key`, perhaps with `?versionId=`. */
function onCopySource(call: Call, scope: PolicyScope): Grant {
  const source = literal(call, 'CopySource');
  const parts = /^\/?([^/]+)\/([^?]+)(\?versionId=)?/.exec(source);
  if (parts?.[1] === undefined) {
    throw new PolicyError(
      `State "${call.state}": CopySource must look like bucket/key; it is ${JSON.stringify(source)}.`,
    );
  }
  return {
    actions: [parts[3] === undefined ? 's3:GetObject' : 's3:GetObjectVersion'],
    resources: [scope.bucketArn(parts[1], `/${parts[2]}`)],
  };
}

const object = { Bucket: 'identifier', Key: 'text', VersionId: 'text?', ExpectedBucketOwner: 'text?' } as const;

const written = {
  CacheControl: 'text?',
  ContentDisposition: 'text?',
  ContentEncoding: 'text?',
  ContentType: 'text?',
  ExpectedBucketOwner: 'text?',
  IfMatch: 'text?',
  IfNoneMatch: 'text?',
  Metadata: 'object?',
  ServerSideEncryption: 'text?',
  SsekmsKeyId: 'text?',
  StorageClass: 'text?',
} as const;

/**
 * Objects of S3. There is no optimized integration for them: these are calls of the SDK.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export const s3 = {
  'aws-sdk:s3:getObject': {
    patterns,
    page,
    arguments: { ...object, Range: 'text?', IfMatch: 'text?', IfNoneMatch: 'text?' },
    content: ['Body'],
    permissions: onObject('s3:GetObject', 's3:GetObjectVersion'),
  },
  'aws-sdk:s3:headObject': {
    patterns,
    page,
    arguments: object,
    permissions: onObject('s3:GetObject', 's3:GetObjectVersion'),
  },
  'aws-sdk:s3:putObject': {
    patterns,
    page,
    arguments: { Bucket: 'identifier', Key: 'text', Body: 'json?', ...written },
    documents: { Body: 'value' },
    permissions: onObject('s3:PutObject'),
  },
  'aws-sdk:s3:deleteObject': {
    patterns,
    page,
    arguments: object,
    permissions: onObject('s3:DeleteObject', 's3:DeleteObjectVersion'),
  },
  'aws-sdk:s3:copyObject': {
    patterns,
    page,
    arguments: { Bucket: 'identifier', Key: 'text', CopySource: 'identifier', ...written, MetadataDirective: 'text?' },
    permissions: (call, scope) => [...onObject('s3:PutObject')(call, scope), onCopySource(call, scope)],
  },
  'aws-sdk:s3:listObjectsV2': {
    patterns,
    page,
    arguments: {
      Bucket: 'identifier',
      ContinuationToken: 'text?',
      Delimiter: 'text?',
      ExpectedBucketOwner: 'text?',
      MaxKeys: 'number?',
      Prefix: 'text?',
      StartAfter: 'text?',
    },
    content: ['Contents'],
    permissions: (call, scope) => [
      { actions: ['s3:ListBucket'], resources: [scope.bucketArn(literal(call, 'Bucket'))] },
    ],
  },
} as const satisfies Integrations;
