import { isJsonObject, type JsonObject, type JsonValue } from '../definition/json';
import type { Call, Grant, Integrations, NamedIdentifier } from './integration';
import { PolicyError, type PolicyScope } from './policy-scope';
import { literal, literalOr, literalValue } from './read-arguments';

const athenaPage = 'https://docs.aws.amazon.com/step-functions/latest/dg/athena-iam.html';

function workgroupArn(call: Call, scope: PolicyScope): string {
  return scope.identify(call.state, 'WorkGroup', literalOr(call, 'WorkGroup', 'primary'), {
    service: 'athena',
    resource: (name) => `workgroup/${name}`,
    token: 'name',
  });
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}

/** Athena writes results with the caller's own permissions, to the location of the query or of its workgroup. */
function resultLocation(call: Call, scope: PolicyScope): readonly Grant[] {
  const argument = 'ResultConfiguration.OutputLocation';
  const location = member(call.arguments.ResultConfiguration, 'OutputLocation');
  if (location === undefined) return [];
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(literalValue(call, argument, location)) ?? [];
  if (bucket === undefined) {
    throw new PolicyError(`State "${call.state}": ${argument} must look like s3://bucket/prefix/.`);
  }
  const objects = prefix === '' || prefix.endsWith('/') ? `/${prefix}*` : `/${prefix}/*`;
  return [
    {
      actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      resources: [scope.bucketArn(bucket)],
    },
    {
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [scope.bucketArn(bucket, objects)],
    },
  ];
}

/** What the catalogue holds of the query's database; what the query reads beyond it is in `grants`. */
function database(call: Call, scope: PolicyScope): readonly Grant[] {
  const name = member(call.arguments.QueryExecutionContext, 'Database');
  if (name === undefined) return [];
  const known = literalValue(call, 'QueryExecutionContext.Database', name);
  return [
    {
      actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions'],
      resources: [
        scope.arn('glue', 'catalog'),
        scope.arn('glue', `database/${known}`),
        scope.arn('glue', `table/${known}/*`),
      ],
    },
  ];
}

function queriedResources(given: JsonObject): readonly NamedIdentifier[] {
  const named = [
    ['ResultConfiguration', 'OutputLocation'],
    ['QueryExecutionContext', 'Catalog'],
    ['QueryExecutionContext', 'Database'],
  ] as const;
  return named.flatMap(([argument, name]) => {
    const value = member(given[argument], name);
    return value === undefined ? [] : [{ argument: `${argument}.${name}`, value }];
  });
}

function requireGrants(call: Call, scope: PolicyScope): void {
  if (scope.options.grants?.[call.state] !== undefined) return;
  throw new PolicyError(
    `State "${call.state}" runs a query, and what it reads can't be told from its text. List the permissions on that data in \`grants\` under that state, or give it an empty list if there are none.`,
  );
}

/** Athena's queries and Glue's jobs. */
export const analytics = {
  /**
   * AWS's own template allows every bucket and every table; this one allows the result location and the database that
   * the arguments name, and asks for the rest.
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
   */
  'athena:startQueryExecution': {
    patterns: ['sync'],
    page: athenaPage,
    arguments: {
      QueryString: 'text',
      WorkGroup: 'identifier?',
      ClientRequestToken: 'text?',
      ExecutionParameters: 'list?',
      QueryExecutionContext: 'object?',
      ResultConfiguration: 'object?',
      ResultReuseConfiguration: 'object?',
    },
    nestedIdentifiers: queriedResources,
    permissions(call, scope): readonly Grant[] {
      requireGrants(call, scope);
      const catalog = member(call.arguments.QueryExecutionContext, 'Catalog') ?? 'AwsDataCatalog';
      return [
        {
          actions: [
            'athena:StartQueryExecution',
            ...(call.pattern === 'sync' ? ['athena:StopQueryExecution', 'athena:GetQueryExecution'] : []),
          ],
          resources: [workgroupArn(call, scope)],
        },
        {
          actions: ['athena:GetDataCatalog'],
          resources: [
            scope.arn('athena', `datacatalog/${literalValue(call, 'QueryExecutionContext.Catalog', catalog)}`),
          ],
        },
        ...resultLocation(call, scope),
        ...database(call, scope),
      ];
    },
  },
  /** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html */
  'glue:startJobRun': {
    patterns: ['sync'],
    page: 'https://docs.aws.amazon.com/step-functions/latest/dg/glue-iam.html',
    arguments: {
      JobName: 'identifier',
      AllocatedCapacity: 'number?',
      Arguments: 'object?',
      ExecutionClass: 'text?',
      JobRunId: 'text?',
      JobRunQueuingEnabled: 'flag?',
      MaxCapacity: 'number?',
      NotificationProperty: 'object?',
      NumberOfWorkers: 'number?',
      SecurityConfiguration: 'text?',
      Timeout: 'number?',
      WorkerType: 'text?',
    },
    permissions(call, scope) {
      const job = scope.identify(call.state, 'JobName', literal(call, 'JobName'), {
        service: 'glue',
        resource: (name) => `job/${name}`,
        token: 'name',
      });
      const follow = call.pattern === 'sync' ? ['glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'] : [];
      return [{ actions: ['glue:StartJobRun', ...follow], resources: [job] }];
    },
  },
} as const satisfies Integrations;
