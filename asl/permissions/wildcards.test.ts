import { expect, test } from '@jest/globals';
import type { AnyState, Workflow } from '../definition/workflow';
import { PolicyError } from '../integrations/policy-scope';
import { permissions } from './permissions';
import { calling, options } from './testing/calling';

const map = (fields: object): Workflow => ({
  StartAt: 's',
  States: {
    s: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'i',
        States: { i: { Type: 'Succeed' } },
      },
      ...fields,
      End: true,
    } as AnyState,
  },
});
const reading = (Arguments: object, ReaderConfig: object) =>
  map({ ItemReader: { Resource: 'arn:aws:states:::s3:any', Arguments: { Bucket: 'b', ...Arguments }, ReaderConfig } });
const writing = (Prefix: string) =>
  map({ ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'b', Prefix } } });
const deleting = (Key: string) => calling('aws-sdk:s3:deleteObject', { Bucket: 'b', Key });
const flattened = { Transformation: 'LOAD_AND_FLATTEN', InputType: 'CSV' };

test.each<[argument: string, workflow: Workflow]>([
  ['Key is "*"', deleting('*')],
  ['Key is "a/*.csv"', deleting('a/*.csv')],
  ['Key is "a?"', deleting('a?')],
  [`Key is "{% 'a*/' & $x %}"`, deleting("{% 'a*/' & $x %}")],
  [
    'Path is "/a/*"',
    calling('apigateway:invoke', { ApiEndpoint: 'x', Method: 'GET', AuthType: 'IAM_ROLE', Path: '/a/*' }),
  ],
  ['ItemReader.Arguments.Key is "*"', reading({ Key: '*' }, { InputType: 'JSON' })],
  ['ItemReader.Arguments.Prefix is "a*"', reading({ Prefix: 'a*' }, flattened)],
  ['ResultWriter.Arguments.Prefix is "*/a"', writing('*/a')],
])('no name becomes a pattern by a wildcard of its own: %s', (named, workflow) => {
  const policy = () => permissions(workflow, { ...options, stateMachineName: 'machine' });
  expect(policy).toThrow(PolicyError);
  expect(policy).toThrow(
    `State "s": ${named}, and IAM takes * and ? for any other characters: the role could act on everything whose name fits. Choose a name without them.`,
  );
});

test('an expression may have them where the policy does not name what they stand in', () => {
  const { statements } = permissions(deleting("{% 'a/' & $x & '*' %}"), options);
  expect(statements.map(({ Resource }) => Resource)).toEqual([['arn:aws:s3:::b/a/*']]);
});
