import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ServiceModel, ServiceModels } from '../stepfunctions';

/**
 * Folders of botocore that are not named as Step Functions names the service. Step Functions takes the service's id, as
 * the AWS SDK for Java does.
 */
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

/**
 * The models of AWS's services that botocore brings with it: the virtual environment of MiniStack holds it for the AWS
 * CLI. Each is read when it is first asked for.
 */
export class BotocoreModels implements ServiceModels {
  readonly #executable: string;
  readonly #models = new Map<string, ServiceModel | undefined>();
  #folders: Map<string, string> | undefined;

  /** @param executable a program in the virtual environment, such as `.local/venv/bin/ministack`. */
  constructor(executable: string) {
    this.#executable = executable;
  }

  /** @throws Error when the environment has no botocore. */
  find(service: string): ServiceModel | undefined {
    if (!this.#models.has(service)) this.#models.set(service, this.#read(service));
    return this.#models.get(service);
  }

  #read(service: string): ServiceModel | undefined {
    this.#folders ??= foldersIn(dataFolder(this.#executable));
    const folder = this.#folders.get(FOLDERS[service]?.replaceAll('-', '') ?? service);
    if (folder === undefined) return undefined;
    const versions = readdirSync(folder).filter((version) => existsSync(modelFile(folder, version)));
    const newest = versions.sort().at(-1);
    if (newest === undefined) return undefined;
    return JSON.parse(gunzipSync(readFileSync(modelFile(folder, newest))).toString()) as ServiceModel;
  }
}

const modelFile = (folder: string, version: string) => join(folder, version, 'service-2.json.gz');

/** The folders of services by their names without hyphens. */
function foldersIn(data: string): Map<string, string> {
  const entries = readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(entries.map(({ name }) => [name.replaceAll('-', ''), join(data, name)]));
}

function dataFolder(executable: string): string {
  const lib = join(dirname(executable), '..', 'lib');
  const pythons = existsSync(lib) ? readdirSync(lib).filter((name) => name.startsWith('python')) : [];
  const found = pythons
    .map((python) => join(lib, python, 'site-packages', 'botocore', 'data'))
    .find((data) => existsSync(data));
  if (found) return found;
  throw new Error(
    `There is no botocore beside ${executable}, and so no models of AWS's services. Install local/requirements.txt into that virtual environment (set-up does).`,
  );
}
