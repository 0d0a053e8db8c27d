import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const providerVersion = '5.100.0';
const platform = `${process.platform === 'win32' ? 'windows' : process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
const scratch = resolve(__dirname, '..', '.local');

/**
 * The environment that every `terraform` and `cdktf` run of this project gets: no version checks over the network, a
 * provider mirror of this machine where there is one, a plugin cache otherwise (the provider is 600 MB and each stack
 * would fetch its own).
 *
 * A `TF_CLI_CONFIG_FILE` that exists is left alone: whoever set it has decided. One that names a missing file is dropped.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 */
export function terraformEnvironment(inherited: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...inherited, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
  if (inherited.TF_CLI_CONFIG_FILE && existsSync(inherited.TF_CLI_CONFIG_FILE)) return environment;
  delete environment.TF_CLI_CONFIG_FILE;
  const mirror = findProviderMirror(inherited);
  if (mirror) {
    mkdirSync(scratch, { recursive: true });
    const file = join(scratch, 'terraform.rc');
    writeFileSync(file, mirrorConfiguration(mirror));
    environment.TF_CLI_CONFIG_FILE = file;
  } else if (!inherited.TF_PLUGIN_CACHE_DIR) {
    environment.TF_PLUGIN_CACHE_DIR = join(scratch, 'plugin-cache');
    mkdirSync(environment.TF_PLUGIN_CACHE_DIR, { recursive: true });
  }
  return environment;
}

function mirrorConfiguration(mirror: string): string {
  const aws = '"registry.terraform.io/hashicorp/aws"';
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = [${aws}]
  }
  direct {
    exclude = [${aws}]
  }
}
`;
}

/**
 * A folder laid out as Terraform's filesystem mirror that holds the AWS provider in the version the stacks ask for:
 * the one `TF_PROVIDER_MIRROR` names, else Terraform's implied mirror folders, else one or two levels below the places
 * where images and packages put such things.
 *
 * @throws Error when `TF_PROVIDER_MIRROR` is set and holds no such provider
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function findProviderMirror(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment.TF_PROVIDER_MIRROR;
  if (named) {
    if (holdsProvider(named)) return resolve(named);
    throw new Error(
      `TF_PROVIDER_MIRROR is "${named}", but there is no registry.terraform.io/hashicorp/aws/${providerVersion}/${platform} in it. ` +
        'Run "terraform providers mirror <folder>" in a synthesized stack, or unset the variable to download the provider.',
    );
  }
  return [...impliedMirrors(environment), ...installedMirrors()].find(holdsProvider);
}

function holdsProvider(folder: string): boolean {
  const provider = join(folder, 'registry.terraform.io', 'hashicorp', 'aws');
  return (
    existsSync(join(provider, providerVersion, platform)) ||
    existsSync(join(provider, `terraform-provider-aws_${providerVersion}_${platform}.zip`))
  );
}

function impliedMirrors(environment: NodeJS.ProcessEnv): string[] {
  const home = homedir();
  const data = (environment.XDG_DATA_DIRS ?? '/usr/local/share:/usr/share').split(delimiter).filter(Boolean);
  return [
    resolve(__dirname, '..', 'terraform.d', 'plugins'),
    join(home, '.terraform.d', 'plugins'),
    join(environment.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'terraform', 'plugins'),
    join(home, 'Library', 'Application Support', 'io.terraform', 'plugins'),
    '/Library/Application Support/io.terraform/plugins',
    ...data.map((folder) => join(folder, 'terraform', 'plugins')),
  ];
}

function installedMirrors(): string[] {
  const parents = ['/opt', '/usr/local/lib', '/usr/local/share', '/usr/share', '/var/lib'];
  return parents.flatMap((parent) => {
    const children = foldersIn(parent);
    return [...children, ...children.filter((child) => /terraform|tf/i.test(child)).flatMap(foldersIn)];
  });
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}
