import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A service as AWS's models describe it; only what is used here. */
export interface ServiceModel {
  metadata: {
    serviceId: string;
    endpointPrefix: string;
    signingName?: string;
    apiVersion: string;
    protocol: string;
    protocols?: string[];
    jsonVersion?: string;
    targetPrefix?: string;
    xmlNamespace?: string;
  };
  operations: { readonly [name: string]: Operation };
  shapes: { readonly [name: string]: Shape };
}

export interface Operation {
  http: { method: string; requestUri: string };
  input?: { shape: string; locationName?: string; xmlNamespace?: { uri: string } };
  output?: { shape: string; resultWrapper?: string };
}

/** A type, and how it is written where it stands on its own. */
export interface Shape {
  type: string;
  members?: { readonly [name: string]: Member };
  required?: string[];
  member?: Member;
  key?: Member;
  value?: Member;
  flattened?: boolean;
  timestampFormat?: TimestampFormat;
  /** The member that is the whole body. */
  payload?: string;
  exception?: boolean;
  error?: { code?: string };
  locationName?: string;
}

export type TimestampFormat = 'iso8601' | 'rfc822' | 'unixTimestamp';

/** A type where it is used. */
export interface Member {
  shape: string;
  location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
  locationName?: string;
  queryName?: string;
  flattened?: boolean;
  streaming?: boolean;
  /** The SDK gives one where none is given. */
  idempotencyToken?: boolean;
  timestampFormat?: TimestampFormat;
  xmlNamespace?: { uri: string; prefix?: string };
  xmlAttribute?: boolean;
}

/** Folders of models whose names are not the service's. */
const FOLDERS: { readonly [service: string]: string } = {
  applicationdiscovery: 'discovery',
  cloudwatchlogs: 'logs',
  cognitoidentityprovider: 'cognito-idp',
  costandusagereport: 'cur',
  costexplorer: 'ce',
  databasemigration: 'dms',
  directory: 'ds',
  directoryservicedata: 'ds-data',
  elasticloadbalancing: 'elb',
  elasticloadbalancingv2: 'elbv2',
  elasticsearch: 'es',
  eventbridge: 'events',
  iotdataplane: 'iot-data',
  iotjobsdataplane: 'iot-jobs-data',
  lexmodelbuilding: 'lex-models',
  lexmodelsv2: 'lexv2-models',
  lexruntime: 'lex-runtime',
  lexruntimev2: 'lexv2-runtime',
  marketplaceentitlement: 'marketplace-entitlement',
  marketplacemetering: 'meteringmarketplace',
  migrationhub: 'mgh',
  pinpointsmsvoice: 'sms-voice',
  serverlessapplicationrepository: 'serverlessrepo',
  sfn: 'stepfunctions',
  simpledb: 'sdb',
};

/** The models that the AWS CLI of the virtual environment brings along, read when they are asked for. */
export class ServiceModels {
  readonly #folder: string | undefined;
  readonly #models = new Map<string, ServiceModel | undefined>();
  #names: string[] | undefined;

  /** @param environment the virtual environment's folder. */
  constructor(environment: string) {
    this.#folder = modelsFolder(environment);
  }

  /** @param service as Step Functions names it: `secretsmanager`. */
  find(service: string): ServiceModel | undefined {
    if (!this.#models.has(service)) this.#models.set(service, this.#read(service));
    return this.#models.get(service);
  }

  #read(service: string): ServiceModel | undefined {
    if (this.#folder === undefined) return undefined;
    this.#names ??= readdirSync(this.#folder);
    const name = FOLDERS[service] ?? this.#names.find((folder) => folder.replaceAll('-', '') === service);
    if (name === undefined) return undefined;
    const versions = readdirSync(join(this.#folder, name)).sort();
    const file = join(this.#folder, name, versions.at(-1) ?? '', 'service-2.json.gz');
    // The models' own format, which botocore validates.
    return existsSync(file) ? (JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as ServiceModel) : undefined;
  }
}

function modelsFolder(environment: string): string | undefined {
  const libraries = [join(environment, 'Lib')];
  const lib = join(environment, 'lib');
  if (existsSync(lib)) libraries.push(...readdirSync(lib).map((python) => join(lib, python)));
  return libraries.map((each) => join(each, 'site-packages', 'botocore', 'data')).find((folder) => existsSync(folder));
}

/** The operation that an action such as `getObject` calls. */
export function operationOf(model: ServiceModel, action: string): string | undefined {
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  return Object.hasOwn(model.operations, name) ? name : undefined;
}

/** The shape of a name that the model itself uses. */
export function shapeOf(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name];
  if (!shape) throw new Error(`The model of ${model.metadata.serviceId} has no shape ${name}.`);
  return shape;
}

/** The class of an error by the code that the service answered; undefined where the model has none. */
export function exceptionOf(model: ServiceModel, code: string): string | undefined {
  return Object.entries(model.shapes).find(
    ([name, shape]) => shape.exception === true && (name === code || shape.error?.code === code),
  )?.[0];
}
