/** A fork that is made and looked at. */
export interface Fork {
  readonly title: string;
  readonly name: string;
  readonly org: string;
  readonly region: string;
  readonly accounts: Readonly<Record<'dev' | 'stg' | 'prod', string>>;
  /** Workflows that are kept besides `command`; undefined for all of them. */
  readonly only?: readonly string[];
  /** Whether it is deployed to a local AWS in quick runs, too. */
  readonly isStarted?: boolean;
}

const accounts = { dev: '123456789012', stg: '210987654321', prod: '345678901234' };

/**
 * The whole project under a short name; its core under a name as long as there can be, in the region that most test data are of; and
 * one sample.
 */
export const FORKS = {
  everything: { title: 'with everything', name: 'acme', org: 'acme-inc', region: 'eu-central-1', accounts },
  command: {
    title: 'with command alone',
    name: 'orders-of-the-world1',
    org: 'O2',
    region: 'us-east-1',
    accounts: { dev: '999999999991', stg: '999999999992', prod: '999999999993' },
    only: [],
  },
  sample: {
    title: 'with one sample, quote',
    name: 'abc',
    org: 'a',
    region: 'ap-southeast-2',
    accounts,
    only: ['quote'],
    isStarted: true,
  },
};

/** The arguments of `npm run fork`. */
export function argumentsOf({ name, org, region, accounts, only }: Fork): readonly string[] {
  const ids = Object.entries(accounts).map(([env, id]) => `${env}=${id}`);
  return [
    ...['--name', name, '--org', org, '--region', region, '--accounts', ids.join()],
    ...(only === undefined ? [] : ['--only', ['command', ...only].join()]),
  ];
}
