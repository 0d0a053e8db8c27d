import type { AnyMap } from '../definition/workflow';
import { isDistributed } from '../graph/scopes';
import type { Grant } from '../integrations/integration';
import { PolicyError, type PolicyScope } from '../integrations/policy-scope';
import { literalValue, nameOrPattern } from '../integrations/read-arguments';
import type { SourcedGrant } from './statements';

const page = 'https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html';

/** The children of a map run are executions of the workflow itself; redriving it redrives them. */
function children(name: string, map: AnyMap, scope: PolicyScope): readonly Grant[] {
  const machine = scope.options.stateMachineName;
  if (machine === undefined) {
    throw new PolicyError(
      `State "${name}" is a Distributed Map, whose role starts executions of the workflow itself. Give \`stateMachineName\`.`,
    );
  }
  return [
    { actions: ['states:StartExecution'], resources: [scope.arn('states', `stateMachine:${machine}`)] },
    {
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [scope.arn('states', `execution:${machine}:*`)],
    },
    {
      actions: ['states:RedriveExecution'],
      // A map run without a Label gets one that no one knows before it is created.
      resources: [scope.arn('states', `execution:${machine}/${map.Label ?? '*'}:*`)],
    },
  ];
}

function reading(name: string, map: AnyMap, scope: PolicyScope): readonly Grant[] {
  const reader = map.ItemReader;
  if (reader === undefined) return [];
  const call = { state: name, pattern: undefined, arguments: reader.Arguments };
  const bucket = literalValue(call, 'ItemReader.Arguments.Bucket', reader.Arguments.Bucket);
  const { InputType, ManifestType, Transformation } = reader.ReaderConfig ?? {};
  if (!('Key' in reader.Arguments)) {
    const lists = { actions: ['s3:ListBucket'], resources: [scope.bucketArn(bucket)] };
    if (Transformation !== 'LOAD_AND_FLATTEN') return [lists];
    const { Prefix = '' } = reader.Arguments;
    const objects = `/${nameOrPattern(call, 'ItemReader.Arguments.Prefix', Prefix).replace(/\*$/, '')}*`;
    return [lists, { actions: ['s3:GetObject'], resources: [scope.bucketArn(bucket, objects)] }];
  }
  const { Key, VersionId } = reader.Arguments;
  const object = VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  const key = nameOrPattern(call, 'ItemReader.Arguments.Key', Key);
  const reads = { actions: [object], resources: [scope.bucketArn(bucket, `/${key}`)] };
  if (InputType !== 'MANIFEST' && ManifestType === undefined) return [reads];
  // A manifest lists the objects that hold the items, which lie beside it, whatever version it has itself. Those that a query
  // of Athena has unloaded into another bucket no definition shows: they are to be granted beside it.
  const listed = { actions: ['s3:GetObject'], resources: [scope.bucketArn(bucket, '/*')] };
  return VersionId === undefined ? [listed] : [reads, listed];
}

function writing(name: string, map: AnyMap, scope: PolicyScope): readonly Grant[] {
  const writer = map.ResultWriter;
  if (writer?.Arguments === undefined) return [];
  const call = { state: name, pattern: undefined, arguments: writer.Arguments };
  const bucket = literalValue(call, 'ResultWriter.Arguments.Bucket', writer.Arguments.Bucket);
  const { Prefix } = writer.Arguments;
  const prefix =
    Prefix === undefined ? '' : nameOrPattern(call, 'ResultWriter.Arguments.Prefix', Prefix).replace(/\/$/, '');
  const objects = prefix === '' ? '/*' : prefix.endsWith('*') ? `/${prefix}` : `/${prefix}/*`;
  return [
    {
      actions: ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
      resources: [scope.bucketArn(bucket, objects)],
    },
  ];
}

/**
 * What a Distributed Map needs beside what its processor calls: to run its children, to read its items, to write its results.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export function distributedMapGrants(name: string, map: AnyMap, scope: PolicyScope): readonly SourcedGrant[] {
  if (!isDistributed(map)) return [];
  const grants = [...children(name, map, scope), ...reading(name, map, scope), ...writing(name, map, scope)];
  return grants.map((grant) => ({ ...grant, page }));
}
