import { parseArgs } from 'node:util';
import { withUsage } from '../command-line';

/** What `npm run stepfunctions -- …` was asked for. */
export interface StepFunctionsOptions {
  help: boolean;
  /** TCP port on 127.0.0.1. */
  port: number;
  region: string;
  /** 12 digits. */
  account: string;
  /** Where state machines and executions outlive the process. */
  data?: string;
  /** A file of mocked answers. */
  mockConfig?: string;
  /** The AWS that Tasks call. */
  endpoint?: string;
  /** An execution to be shown instead of anything being served. */
  inspect?: string;
}

export const usage = `npm run stepfunctions -- [--port <n>] [--data <folder>] [--endpoint <url>] [--mock-config <file>]
                         [--region <region>] [--account <12 digits>]
npm run stepfunctions -- --data <folder> --inspect <execution arn>

  --port <n>             port on 127.0.0.1 (default 8083; 0 for any that is free)
  --data <folder>        keeps state machines and executions there; without it they are gone at the end
  --endpoint <url>       an AWS whose services Tasks call, such as http://127.0.0.1:4566; without it they call none
  --mock-config <file>   answers Tasks from a mock configuration file
  --region, --account    of all ARNs (default ap-northeast-1, 000000000000)
  --inspect <arn>        prints the events of an execution in the folder's journal, each with the state of its threads`;

/**
 * Reads the command line.
 *
 * @throws Error with the usage when an option is unknown or wrong
 */
export function parseOptions(argv: readonly string[]): StepFunctionsOptions {
  return withUsage(usage, () => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        port: { type: 'string', default: '8083' },
        region: { type: 'string', default: 'ap-northeast-1' },
        account: { type: 'string', default: '000000000000' },
        data: { type: 'string' },
        'mock-config': { type: 'string' },
        endpoint: { type: 'string' },
        inspect: { type: 'string' },
      },
    });
    const { help, region, account, data, endpoint, inspect } = values;
    const mockConfig = values['mock-config'];
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw new Error(`--region takes a region of AWS, not "${region}".`);
    if (!/^\d{12}$/.test(account)) throw new Error(`--account takes 12 digits, not "${account}".`);
    if (inspect !== undefined && data === undefined)
      throw new Error('--inspect needs --data: the folder to look into.');
    return {
      help,
      port: portOf(values.port),
      region,
      account,
      ...(data === undefined ? {} : { data: filled(data, 'data') }),
      ...(mockConfig === undefined ? {} : { mockConfig: filled(mockConfig, 'mock-config') }),
      ...(endpoint === undefined ? {} : { endpoint: endpointOf(endpoint) }),
      ...(inspect === undefined ? {} : { inspect: filled(inspect, 'inspect') }),
    };
  });
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`--port takes a whole number from 0 to 65535, not "${text}".`);
}

function endpointOf(text: string): string {
  const { protocol, origin } = URL.canParse(text) ? new URL(text) : { protocol: '', origin: '' };
  if (protocol === 'http:') return origin;
  throw new Error(`--endpoint takes the URL of an AWS, such as http://127.0.0.1:4566, not "${text}".`);
}

function filled(text: string, option: string): string {
  if (text !== '') return text;
  throw new Error(`--${option} is empty.`);
}
