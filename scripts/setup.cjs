// Set-up of a fresh clone: prerequisites, npm packages, the Python environment. Runs before anything is installed, so it
// uses Node's own modules only. Each part leaves a stamp of its inputs and is skipped while they are unchanged.
const { spawn, spawnSync } = require('node:child_process');
const { createHash, generateKeyPairSync } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const root = dirname(__dirname);
const inRoot = (...parts) => join(root, ...parts);
const venv = inRoot('.local', 'venv');
const windows = process.platform === 'win32';

/** Compares dotted versions part by part; a missing part counts as 0. */
function isAtLeast(version, minimum) {
  const [have, want] = [version, minimum].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (let i = 0; i < want.length; i++) {
    if ((have[i] ?? 0) !== want[i]) return (have[i] ?? 0) > want[i];
  }
  return true;
}

function printed(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, CHECKPOINT_DISABLE: '1' } });
  return result.status === 0 ? result.stdout : undefined;
}

function findPython() {
  for (const command of ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10']) {
    const version = printed(command, [
      '-c',
      'import venv, ensurepip, platform; print(platform.python_version())',
    ])?.trim();
    if (version && isAtLeast(version, '3.10')) return { command, version };
  }
  return undefined;
}

function terraformVersion() {
  try {
    return JSON.parse(printed('terraform', ['version', '-json']) ?? '{}').terraform_version;
  } catch {
    return undefined;
  }
}

/** Every prerequisite that is missing or too old, each as a sentence that says how to get it. */
function missingPrerequisites({ node, python, terraform }) {
  const missing = [];
  if (!isAtLeast(node, '20.9')) {
    missing.push(
      `Node 20.9 or newer is needed, this is ${node}. Get it from https://nodejs.org/en/download or with "nvm install 22".`,
    );
  }
  if (!python) {
    missing.push(
      'Python 3.10 or newer with the venv module is needed and was not found on the PATH. Get it from https://www.python.org/downloads/ ("apt-get install python3-venv" on Debian and Ubuntu, "brew install python" on macOS).',
    );
  }
  if (!terraform) {
    missing.push(
      'Terraform 1.10 or newer is needed and was not found on the PATH. Get it from https://developer.hashicorp.com/terraform/install.',
    );
  } else if (!isAtLeast(terraform, '1.10')) {
    missing.push(
      `Terraform 1.10 or newer is needed, this is ${terraform}. Get it from https://developer.hashicorp.com/terraform/install.`,
    );
  }
  return missing;
}

const digest = (...parts) => createHash('sha256').update(parts.join('\n')).digest('hex');
const stampIs = (file, value) => existsSync(file) && readFileSync(file, 'utf8') === value;

/** Runs a step with its output held back; shows the end of it only when the step fails. */
function step(title, command, args) {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    process.stdout.write(`  ${title} …`);
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: windows });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) {
        process.stdout.write(` ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
        resolve();
      } else {
        process.stdout.write(' failed\n');
        reject(
          new Error(`"${command} ${args.join(' ')}" ended with ${signal ?? `exit code ${code}`}:\n${output.trimEnd()}`),
        );
      }
    });
  });
}

async function installPackages() {
  const stamp = inRoot('node_modules', '.setup-stamp');
  const wanted = digest(readFileSync(inRoot('package-lock.json'), 'utf8'), process.version, process.arch);
  if (stampIs(stamp, wanted)) return;
  // No package here needs its install script: esbuild and swc bring their binaries as packages, and cdktf runs without node-pty.
  await step('npm packages', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']);
  writeFileSync(stamp, wanted);
}

async function installPython(python) {
  const stamp = join(venv, '.setup-stamp');
  const requirements = inRoot('local', 'requirements.txt');
  const wanted = digest(readFileSync(requirements, 'utf8'), python.version, root);
  if (stampIs(stamp, wanted)) return;
  rmSync(venv, { recursive: true, force: true });
  await step('Python environment', python.command, ['-m', 'venv', venv]);
  const pip = join(venv, windows ? 'Scripts' : 'bin', 'python');
  await step('MiniStack and the AWS CLI', pip, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '-r',
    requirements,
  ]);
  writeFileSync(stamp, wanted);
}

/** The key that signs tokens for the HTTP API of the local environment. It never leaves this machine. */
function makeIssuerKey(file) {
  if (existsSync(file)) return;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(privateKey.export({ format: 'jwk' })), { mode: 0o600 });
}

async function main() {
  const python = findPython();
  const missing = missingPrerequisites({ node: process.versions.node, python, terraform: terraformVersion() });
  if (missing.length > 0) throw new Error(`Set-up cannot begin:\n${missing.map((line) => `  - ${line}`).join('\n')}`);
  await installPackages();
  await installPython(python);
  makeIssuerKey(inRoot('.local', 'issuer', 'private.jwk.json'));
}

module.exports = { isAtLeast, makeIssuerKey, missingPrerequisites };

if (require.main === module) {
  main().catch((error) => {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  });
}
