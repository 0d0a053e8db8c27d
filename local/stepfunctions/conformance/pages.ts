import type { StateType } from '../definition/machine';
import type { OperationName, PART_FIELDS } from '../supported';

const GUIDE = 'https://docs.aws.amazon.com/step-functions/latest/dg';
const REFERENCE = 'https://docs.aws.amazon.com/step-functions/latest/apireference';

const guide = (page: string) => `${GUIDE}/${page}.html`;

/** The page of each type of state. */
const STATES: Readonly<Record<StateType, string>> = {
  Pass: 'state-pass',
  Task: 'state-task',
  Choice: 'state-choice',
  Wait: 'state-wait',
  Succeed: 'state-succeed',
  Fail: 'state-fail',
  Parallel: 'state-parallel',
  Map: 'state-map-inline',
};

/** Fields of states that have a page of their own. */
const FIELDS: { readonly [field: string]: string } = {
  QueryLanguage: 'transforming-data',
  Arguments: 'transforming-data',
  Output: 'transforming-data',
  Assign: 'workflow-variables',
  Retry: 'concepts-error-handling',
  Catch: 'concepts-error-handling',
  InputPath: 'input-output-inputpath-params',
  Parameters: 'input-output-inputpath-params',
  ResultSelector: 'input-output-inputpath-params',
  ResultPath: 'input-output-resultpath',
  OutputPath: 'input-output-example',
  Credentials: 'concepts-access-cross-acct-resources',
  ItemsPath: 'input-output-itemspath',
  ItemSelector: 'input-output-itemselector',
  ItemReader: 'input-output-itemreader',
  ItemBatcher: 'input-output-itembatcher',
  ResultWriter: 'input-output-resultwriter',
  Label: 'state-map-distributed',
  ToleratedFailureCount: 'state-map-distributed',
  ToleratedFailureCountPath: 'state-map-distributed',
  ToleratedFailurePercentage: 'state-map-distributed',
  ToleratedFailurePercentagePath: 'state-map-distributed',
};

const PARTS: Readonly<Record<keyof typeof PART_FIELDS, string>> = {
  machine: 'statemachine-structure',
  branch: 'state-parallel',
  itemProcessor: 'state-map-inline',
  processorConfig: 'state-map-distributed',
  itemReader: 'input-output-itemreader',
  readerConfig: 'input-output-itemreader',
  itemBatcher: 'input-output-itembatcher',
  resultWriter: 'input-output-resultwriter',
  writerConfig: 'input-output-resultwriter',
  choice: 'state-choice',
  comparison: 'state-choice',
  credentials: 'concepts-access-cross-acct-resources',
  retrier: 'concepts-error-handling',
  catcher: 'concepts-error-handling',
};

/** The page of the developer guide that says what a field of a state is for. */
export const statePage = (type: StateType, field: string): string => guide(FIELDS[field] ?? STATES[type]);

/** The page of the developer guide that says what a field of a part is for. */
export const partPage = (part: keyof typeof PART_FIELDS, field: string): string =>
  guide(field === 'Assign' ? 'workflow-variables' : PARTS[part]);

export const functionPage = (name: string): string =>
  guide(name.startsWith('$') ? 'transforming-data' : 'intrinsic-functions');

export const ERRORS_PAGE = guide('concepts-error-handling');

/** Services whose page is not called like them. */
const INTEGRATIONS: { readonly [service: string]: string } = {
  apigateway: 'connect-api-gateway',
  dynamodb: 'connect-ddb',
  elasticmapreduce: 'connect-emr',
  'emr-containers': 'connect-emr-eks',
  events: 'connect-eventbridge',
  http: 'call-https-apis',
  states: 'connect-stepfunctions',
};

/** The page on the optimized integrations of a service. */
export const integrationPage = (service: string): string => guide(INTEGRATIONS[service] ?? `connect-${service}`);

/** The page of the API reference. */
export const operationPage = (name: OperationName): string => `${REFERENCE}/API_${name}.html`;
