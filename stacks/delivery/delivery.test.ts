import { environments } from '@blueprint/env';
import { describe, expect, test } from '@jest/globals';
import { type SynthesizedStack, type SynthesizedStatement, synthesizeAll } from '../testing/synthesized';

const { stack } = synthesizeAll();
const delivered = environments.filter(({ delivery }) => delivery);
const dev = stack('dev-delivery');
const prod = stack('prod-delivery');

function trustOf(of: SynthesizedStack, role: string) {
  return JSON.parse(String(of.one('aws_iam_role', 'name', role).assume_role_policy)).Statement;
}

/** The statements of all policies whose names begin so. */
function statementsOf(of: SynthesizedStack, prefix: string): (SynthesizedStatement & { Effect: string })[] {
  return of.those('aws_iam_policy', 'name', prefix).flatMap(({ policy }) => JSON.parse(String(policy)).Statement);
}

/** `*` in a pattern is any text. */
function like(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

const ANY_KEY = 'arn:aws:kms:ap-northeast-1:333333333333:key/*';

/** Whether a statement's conditions on the tags of a resource hold; those on other things are taken to. */
function meets(tags: Readonly<Record<string, unknown>>, conditions: unknown): boolean {
  const { StringEquals = {}, Null = {} } = (conditions ?? {}) as Record<string, Readonly<Record<string, unknown>>>;
  const onTags = (tests: object) => Object.entries(tests).filter(([key]) => key.startsWith('aws:ResourceTag/'));
  return (
    onTags(StringEquals).every(([key, value]) => tags[key] === value) &&
    onTags(Null).every(([key, value]) => (tags[key] === undefined) === (value === 'true'))
  );
}

describe('a role of the pipeline', () => {
  test.each(['plan', 'apply'])('to %s is taken by jobs of one repository and GitHub environment', (role) => {
    const subject = `repo:example/stepfunctions-blueprint:environment:${role === 'plan' ? 'prod-plan' : 'prod'}`;
    expect(trustOf(prod, `prod-blueprint-delivery-${role}`)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Federated: expect.stringContaining('aws_iam_openid_connect_provider.github') },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': subject,
          },
        },
      },
    ]);
  });

  test('names every action, and every resource that AWS has a name for', () => {
    for (const { name } of delivered) {
      const rights = ['plan', 'apply'].flatMap((role) =>
        statementsOf(stack(`${name}-delivery`), `${name}-blueprint-delivery-${role}-`),
      );
      const allowed = rights.filter(({ Effect }) => Effect === 'Allow');
      expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
      const onAll = allowed.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
      expect([...new Set(onAll)].sort()).toEqual([
        'cloudwatch:DescribeAlarms',
        'kms:CreateKey',
        'kms:ListAliases',
        'lambda:CreateEventSourceMapping',
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
        'states:ValidateStateMachineDefinition',
      ]);
    }
  });

  test('that plans reads no data, and writes plans and locks only', () => {
    const rights = statementsOf(prod, 'prod-blueprint-delivery-plan-');
    const writes = rights.flatMap(({ Action, Resource }) =>
      Action.filter((action) => !/:(Get|List|Describe|Validate)/.test(action) && action !== 'apigateway:GET').map(
        (action) => ({ action, Resource }),
      ),
    );
    expect(writes.map(({ action }) => action).sort()).toEqual([
      'kms:Decrypt',
      'kms:GenerateDataKey',
      's3:DeleteObject',
      's3:PutObject',
      's3:PutObject',
    ]);
    for (const { Resource } of writes.filter(({ action }) => action.startsWith('s3:'))) {
      for (const resource of Resource) expect(resource).toMatch(/\/plans\/\*$|\.tfstate\.tflock$/);
    }
    const read = rights.filter(({ Action }) => Action.includes('s3:GetObject')).flatMap(({ Resource }) => Resource);
    expect(read.filter((arn) => !/^\$\{aws_s3_bucket\.|^arn:aws:s3:::prod-blueprint-assets-/.test(arn))).toEqual([]);
    const actions = rights.flatMap(({ Action }) => Action);
    expect(actions).toContain('states:ValidateStateMachineDefinition');
    for (const data of ['dynamodb:GetItem', 'dynamodb:Query', 'sqs:ReceiveMessage', 'ssm:GetParameter']) {
      expect(actions).not.toContain(data);
    }
  });

  test('that applies starts nothing, and neither reads nor writes data', () => {
    const rights = statementsOf(prod, 'prod-blueprint-delivery-apply-').filter(({ Effect }) => Effect === 'Allow');
    const doing = /^(states:(Start|Send|Stop|Redrive)|lambda:Invoke|events:PutEvents|sns:Publish|sqs:(Send|Receive))/;
    const reading = /^dynamodb:(Get|Put|Update|Delete|Query|Scan|Batch|Transact)(Item|WriteItem)?s?$/;
    const actions = rights.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => doing.test(action) || reading.test(action))).toEqual([]);
  });

  test('that applies makes roles within the boundary only, and cannot touch those of the pipeline', () => {
    const rights = statementsOf(prod, 'prod-blueprint-delivery-apply-');
    const boundary = `\${${prod.address('aws_iam_policy', 'name', 'prod-blueprint-delivery-boundary')}.arn}`;
    for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary']) {
      const granting = rights.filter(({ Effect, Action }) => Effect === 'Allow' && Action.includes(action));
      expect(granting.map(({ Condition }) => Condition)).toEqual([
        { ArnEquals: { 'iam:PermissionsBoundary': boundary } },
      ]);
    }
    expect(rights).toContainEqual({
      Effect: 'Deny',
      Action: 'iam:*',
      Resource: [
        'arn:aws:iam::333333333333:role/prod-blueprint-delivery-*',
        'arn:aws:iam::333333333333:role/prod-blueprint-*-delivery-plan',
        'arn:aws:iam::333333333333:role/prod-blueprint-*-delivery-apply',
        'arn:aws:iam::333333333333:policy/prod-blueprint-delivery-*',
        'arn:aws:iam::333333333333:oidc-provider/*',
      ],
    });
  });
});

describe('a bucket of the environment', () => {
  test.each(delivered.map(({ name, protection }) => [name, protection.forceDestroy] as const))(
    'of %s may be emptied: %s',
    (name, isEmptied) => {
      const objects = `arn:aws:s3:::${name}-blueprint-*/*`;
      const emptying = statementsOf(stack(`${name}-delivery`), `${name}-blueprint-delivery-apply-`).filter(
        ({ Effect, Resource }) => Effect === 'Allow' && Resource.includes(objects),
      );
      const expected = { Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'], Resource: [objects] };
      expect(emptying).toMatchObject(isEmptied ? [expected] : []);
    },
  );

  test('may be, but not that of the states', () => {
    const [id] = Object.keys(dev.json.resource?.aws_s3_bucket ?? {});
    const bucket = `\${aws_s3_bucket.${id}.arn}`;
    const denied = statementsOf(dev, 'dev-blueprint-delivery-apply-').filter(({ Effect }) => Effect === 'Deny');
    const refuses = (action: string, key: string) =>
      denied.some((one) => String(one.Action) === action && one.Resource.some((arn) => like(`${bucket}/${key}`, arn)));
    for (const key of ['dev-storage.tfstate', 'plans/a', 'artifacts/a', 'deployments/a']) {
      expect({ key, isRefused: refuses('s3:DeleteObject', key) }).toEqual({ key, isRefused: true });
    }
    expect(refuses('s3:DeleteObjectVersion', 'dev-storage.tfstate')).toBe(true);
    expect(refuses('s3:DeleteObject', 'dev-storage.tfstate.tflock')).toBe(false);
  });
});

describe('an application of the same account whose name begins alike', () => {
  const [env] = delivered;
  if (!env) throw new Error('nothing is delivered');
  const { name, account, region } = env;
  const denied = statementsOf(stack(`${name}-delivery`), `${name}-blueprint-delivery-apply-`).filter(
    ({ Effect }) => Effect === 'Deny',
  );
  const refuses = (action: string, resource: string) =>
    denied.some(
      ({ Action, Resource }) => like(action, String(Action)) && Resource.some((pattern) => like(resource, pattern)),
    );

  test.each([
    ['iam:UpdateAssumeRolePolicy', `arn:aws:iam::${account}:role/${name}-blueprint-x-delivery-apply`],
    ['iam:DeleteRole', `arn:aws:iam::${account}:role/${name}-blueprint-x-delivery-plan`],
    ['s3:PutBucketPolicy', `arn:aws:s3:::${name}-blueprint-x-terraform-state-${account}`],
    ['s3:PutEncryptionConfiguration', `arn:aws:s3:::${name}-blueprint-x-terraform-state-${account}`],
    ['kms:UpdateAlias', `arn:aws:kms:${region}:${account}:alias/${name}-blueprint-x-terraform-state`],
  ])('is safe from %s on %s', (action, resource) => {
    expect(refuses(action, resource)).toBe(true);
  });

  test('keeps its states from roles within the boundary', () => {
    const [document] = stack(`${name}-delivery`).those('aws_iam_policy', 'name', `${name}-blueprint-delivery-boundary`);
    const { Resource } = JSON.parse(String(document?.policy)).Statement.at(-1);
    expect(Resource).toContain(`arn:aws:s3:::${name}-blueprint-*-terraform-state-*/*`);
  });

  test('takes nothing from the environment’s own resources', () => {
    const parts = ['storage', 'workflows'].map((part) => stack(`${name}-${part}`));
    const roles = parts.flatMap((part) => part.all('aws_iam_role')).map((role) => `role/${role.name}`);
    const buckets = parts.flatMap((part) => part.all('aws_s3_bucket')).map(({ bucket }) => `arn:aws:s3:::${bucket}`);
    expect(roles.filter((role) => refuses('iam:CreateRole', `arn:aws:iam::${account}:${role}`))).toEqual([]);
    expect(buckets.filter((bucket) => refuses('s3:PutBucketPolicy', bucket))).toEqual([]);
    expect(Math.min(roles.length, buckets.length)).toBeGreaterThan(0);
  });
});

describe('the boundary', () => {
  test('is set on every role of a delivered environment, and on none of the local one', () => {
    for (const { name, account } of delivered) {
      const roles = stack(`${name}-workflows`).all('aws_iam_role');
      const arn = `arn:aws:iam::${account}:policy/${name}-blueprint-delivery-boundary`;
      expect(roles.filter((role) => role.permissions_boundary !== arn)).toEqual([]);
    }
    const local = stack('local-workflows').all('aws_iam_role');
    expect(local.filter((role) => role.permissions_boundary !== undefined)).toEqual([]);
  });

  test('reaches neither IAM nor the states, and allows all that the roles are granted', () => {
    const [document] = prod.those('aws_iam_policy', 'name', 'prod-blueprint-delivery-boundary');
    const statements: SynthesizedStatement[] = JSON.parse(String(document?.policy)).Statement;
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
    const covers = (action: string) => allowed.some((pattern) => like(action, pattern));
    expect(covers('iam:PassRole') || covers('sts:AssumeRole')).toBe(false);
    const granted = stack('prod-workflows')
      .all('aws_iam_role_policy')
      .flatMap(({ policy }) => JSON.parse(String(policy)).Statement as SynthesizedStatement[])
      .flatMap(({ Action }) => Action);
    expect([...new Set(granted)].filter((action) => !covers(action))).toEqual([]);
    expect(statements.at(-1)).toMatchObject({ Sid: 'NotTheStates', Effect: 'Deny', Action: 's3:*' });
  });
});

describe('the state bucket', () => {
  test.each(delivered.map(({ name }) => name))('of %s keeps versions, is private and is never destroyed', (name) => {
    const of = stack(`${name}-delivery`);
    const [bucket] = of.all('aws_s3_bucket');
    expect(bucket).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
    expect(of.all('aws_s3_bucket_versioning')).toMatchObject([{ versioning_configuration: { status: 'Enabled' } }]);
    expect(of.all('aws_s3_bucket_public_access_block')).toMatchObject([
      { block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true },
    ]);
    const [policy] = of.all('aws_s3_bucket_policy');
    expect(JSON.parse(String(policy?.policy)).Statement).toMatchObject([{ Sid: 'TlsOnly', Effect: 'Deny' }]);
  });

  test('lets plans expire and nothing else', () => {
    const [lifecycle] = dev.all('aws_s3_bucket_lifecycle_configuration');
    const rules = (lifecycle?.rule ?? []) as { expiration?: unknown[]; filter: unknown[] }[];
    const expiring = rules.filter(({ expiration }) => expiration?.length);
    expect(expiring).toMatchObject([{ filter: [{ prefix: 'plans/' }], expiration: [{ days: 7 }] }]);
  });

  test('of production is encrypted with a key of its own', () => {
    const [key] = prod.all('aws_kms_key');
    expect(key).toMatchObject({ enable_key_rotation: true, lifecycle: { prevent_destroy: true } });
    expect(JSON.stringify(prod.all('aws_s3_bucket_server_side_encryption_configuration'))).toContain('aws:kms');
  });

  test.each(delivered.map(({ name }) => name))('of %s is none that applies change', (name) => {
    const of = stack(`${name}-delivery`);
    const rights = statementsOf(of, `${name}-blueprint-delivery-apply-`);
    const isOnBuckets = ({ Resource }: SynthesizedStatement) => Resource.includes(`arn:aws:s3:::${name}-blueprint-*`);
    const changing = rights
      .filter((statement) => statement.Effect === 'Allow' && isOnBuckets(statement))
      .flatMap(({ Action }) => Action.filter((action) => !/^s3:(Get|List)/.test(action)));
    const [id] = Object.keys(of.json.resource?.aws_s3_bucket ?? {});
    const bucket = `\${aws_s3_bucket.${id}.arn}`;
    const denied = rights.filter(({ Effect, Resource }) => Effect === 'Deny' && Resource.includes(bucket));
    expect(changing).toContain('s3:PutEncryptionConfiguration');
    expect(changing.filter((action) => !denied.some(({ Action }) => like(action, String(Action))))).toEqual([]);
  });

  test('has a key that applies can neither change nor delete nor use for anything else', () => {
    const [key] = prod.all('aws_kms_key');
    const { aws } = prod.json.provider as unknown as { aws: { default_tags: { tags: object }[] }[] };
    const tags = Object.entries({ ...aws[0]?.default_tags[0]?.tags, ...(key?.tags as object) });
    const context = Object.fromEntries(tags.map(([name, value]) => [`aws:ResourceTag/${name}`, value]));
    const onKeys = statementsOf(prod, 'prod-blueprint-delivery-apply-').filter(
      ({ Action, Resource }) => String(Action).startsWith('kms:') && Resource.includes(ANY_KEY),
    );
    const reading = /^kms:(DescribeKey|GetKeyPolicy|GetKeyRotationStatus|ListResourceTags)$/;
    const changing = onKeys.filter(({ Action }) => !Action.every((action) => reading.test(action)));
    expect(changing.length).toBeGreaterThan(3);
    expect(changing.filter(({ Condition }) => meets(context, Condition))).toEqual([]);
  });

  test('has a key whose alias applies cannot change', () => {
    const { name } = prod.one('aws_kms_alias', 'name', 'alias/prod-blueprint-terraform-state');
    expect(statementsOf(prod, 'prod-blueprint-delivery-apply-')).toContainEqual({
      Effect: 'Deny',
      Action: 'kms:*Alias',
      Resource: expect.arrayContaining([`arn:aws:kms:ap-northeast-1:333333333333:${name}`]),
    });
  });
});
