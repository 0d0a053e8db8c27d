import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { environments } from '@blueprint/env';
import { readModels } from '@blueprint/lambdas';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { App } from 'cdktf';
import { standInBundles } from './testing/bundles';
import { leaveReport } from './testing/state-coverage';
import { synthesizeAll, synthesizeAnew } from './testing/synthesized';
import { WorkflowsStack } from './workflows';

const project = resolve(__dirname, '..');
const { outdir, stack } = synthesizeAll();
const STACKS = environments.flatMap(({ name, delivery }) => [
  `${name}-storage`,
  `${name}-workflows`,
  ...(delivery ? [`${name}-delivery`] : []),
]);

/** Names of what lies inside of a resource that is named: a role's policy, an API's authorizer and stage, the alias of a function. */
const UNPREFIXED = ['access', 'jwt', 'live', '$default'];

/** Every file below a folder, by its path in it. */
function filesOf(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
}

/** For the report on state coverage, which names the machines that no test runs. */
beforeAll(() => {
  const machines = stack('prod-workflows').all('aws_sfn_state_machine');
  leaveReport(
    'all-machines',
    machines.map(({ name }) => String(name).replace('prod-blueprint-', '')),
  );
});

test('one run synthesizes the stacks of each environment, storage before workflows', () => {
  const { stacks } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
  expect(Object.keys(stacks).sort()).toEqual([...STACKS].sort());
  for (const { name } of environments) {
    expect(stacks[`${name}-workflows`].dependencies).toEqual([`${name}-storage`]);
  }
});

describe('the artifact', () => {
  test('is the same on every run', () => {
    const again = synthesizeAnew();
    expect(filesOf(again.outdir)).toEqual(filesOf(outdir));
  });

  test('holds no path of the machine it was made on', () => {
    const places = [project, outdir, tmpdir(), homedir(), process.execPath];
    for (const [file, content] of filesOf(outdir)) {
      const found = places.filter((place) => content.includes(place));
      expect({ file, found }).toEqual({ file, found: [] });
    }
  });

  test('holds neither endpoints nor credentials', () => {
    for (const name of STACKS) {
      const [provider] = Object.values(stack(name).json.provider?.aws ?? {});
      expect(Object.keys(provider ?? {})).toEqual(
        expect.not.arrayContaining(['endpoints', 'access_key', 'secret_key']),
      );
    }
  });
});

describe('each stack', () => {
  const fields = ['name', 'function_name', 'bucket', 'alarm_name'];

  test.each(environments.map((env) => [env.name, env] as const))(
    'of %s touches one account and region',
    (name, env) => {
      for (const part of ['storage', 'workflows']) {
        expect(stack(`${name}-${part}`).json.provider?.aws).toMatchObject([
          {
            region: env.region,
            allowed_account_ids: [env.account],
            default_tags: [{ tags: { Environment: name, Application: 'blueprint', ...env.tags } }],
          },
        ]);
      }
    },
  );

  test('names its resources <env>-<app>-…', () => {
    for (const name of STACKS) {
      const prefix = `${name.split('-')[0]}-blueprint-`;
      for (const resource of Object.values(stack(name).json.resource ?? {}).flatMap((all) => Object.values(all))) {
        for (const value of fields.map((field) => resource[field])) {
          if (typeof value !== 'string' || value.startsWith('${') || UNPREFIXED.includes(value)) continue;
          expect(value.replace(/^(\/aws\/lambda\/|\/aws\/vendedlogs\/(states|apis)\/|alias\/)/, '')).toMatch(
            new RegExp(`^${prefix}`),
          );
        }
      }
    }
  });

  test('has no two resources of one type and name', () => {
    for (const name of STACKS) {
      for (const [type, all] of Object.entries(stack(name).json.resource ?? {})) {
        const names = Object.values(all)
          .flatMap((resource) => fields.flatMap((field) => resource[field] ?? []))
          .filter((value) => !UNPREFIXED.includes(String(value)) && !String(value).startsWith('${'));
        expect({ name, type, names: names.sort() }).toEqual({ name, type, names: [...new Set(names)].sort() });
      }
    }
  });

  test('of local keeps its state in a file of the project', () => {
    expect(stack('local-workflows').json.terraform).toMatchObject({
      required_version: '>= 1.10',
      backend: { local: { path: '../../../.local/terraform/local-workflows.tfstate' } },
    });
    expect(stack('local-workflows').json.data?.terraform_remote_state).toEqual({
      storage: { backend: 'local', config: { path: '../../../.local/terraform/local-storage.tfstate' } },
    });
  });

  test("of the others keeps it in the account's bucket, with a lock file", () => {
    const bucket = { bucket: 'prod-blueprint-terraform-state-333333333333', region: 'ap-northeast-1' };
    expect(stack('prod-workflows').json.terraform?.backend).toEqual({
      s3: {
        ...bucket,
        key: 'prod-workflows.tfstate',
        allowed_account_ids: ['333333333333'],
        use_lockfile: true,
      },
    });
    expect(stack('prod-workflows').json.data?.terraform_remote_state).toEqual({
      storage: { backend: 's3', config: { ...bucket, key: 'prod-storage.tfstate' } },
    });
  });

  test('of the others is encrypted with the key of the bucket, or with one of S3', () => {
    for (const { name, kms } of environments.filter(({ state }) => state === 's3')) {
      for (const part of ['storage', 'workflows', 'delivery']) {
        const backend = stack(`${name}-${part}`).json.terraform?.backend as { s3?: { encrypt?: boolean } } | undefined;
        expect({ name, part, encrypt: backend?.s3?.encrypt }).toEqual({ name, part, encrypt: kms ? undefined : true });
      }
    }
  });

  test('of workflows reads only what storage puts out', () => {
    for (const { name } of environments) {
      const outputs = Object.keys(stack(`${name}-storage`).json.output ?? {});
      const text = JSON.stringify(stack(`${name}-workflows`).json);
      const read = [...text.matchAll(/terraform_remote_state\.storage\.outputs\.(\w+)/g)].map((match) => match[1]);
      expect(outputs).toEqual(expect.arrayContaining([...new Set(read)]));
      expect(read.length).toBeGreaterThan(0);
    }
  });
});

describe('a mistake is told at synth', () => {
  test('a missing bundle', () => {
    const bundles = standInBundles();
    rmSync(join(bundles, 'command', 'finish.zip'));
    expect(() => synthesizeAnew({ bundles })).toThrow(
      /^local-workflows\/command\/finish: there is no bundle .*command\/finish\.zip\. Run "npm run bundle" first\.$/,
    );
  });

  test('concurrency reserved for a function that is not there', () => {
    const [local] = environments;
    if (!local) throw new Error('no environments');
    const reserved = { 'command/sync-dta': 3 };
    const env = { ...local, concurrency: { ...local.concurrency, reserved } };
    expect(() => new WorkflowsStack(new App({ outdir }), env, standInBundles(), Object.keys(readModels))).toThrow(
      /^env\/local\.ts: concurrency\.reserved names "command\/sync-dta", but no workflow has that function\. There are: .*command\/check-version, command\/finish,/,
    );
  });
});

test('nothing that is synthesized reads the environment of the process', () => {
  const sources = [...filesOf(__dirname)].filter(
    ([file]) => /\.ts$/.test(file) && !/node_modules|^testing\/|\.test\.ts$/.test(file),
  );
  const readers = sources.filter(([, content]) => content.includes('process.env')).map(([file]) => file);
  expect(sources.length).toBeGreaterThan(20);
  expect(readers).toEqual([]);
});
