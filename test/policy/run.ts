/**
 * `npm run policy`: asks every rule about every stack of every environment, and fails on what is broken without a reason, and on
 * exemptions that answer nothing.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readManifest } from '@blueprint/scripts/bundle-manifest';
import { runScript, withUsage } from '@blueprint/scripts/command-line';
import { synthesize } from '@blueprint/stacks/app';
import type { PolicyExemption } from '@blueprint/stacks/policy-exemption';
import { RIGHT_CALLED, uncalledRights } from './called-rights';
import { CHECKOV } from './checkov/check-id';
import { runCheckov } from './checkov/checkov';
import { evaluate } from './evaluate';
import { type Judgement, judge } from './judgement';
import { type Answer, asMarkdown, asText } from './report';
import { judgeRights } from './rights';
import { RULES } from './rules';
import type { Stack } from './stack';
import { allExemptions, stacksIn } from './stacks';

const root = resolve(__dirname, '..', '..');
const folder = join(root, '.local', 'policy');

const usage = `npm run policy -- [--checkov] [--used <file>] [--stacks <folder>] [--markdown <file>]

  --checkov           also have checkov read the stacks
  --used <file>       also find rights of roles that a run of the local environment has not used: "npm start -- --once" leaves the
                      file .local/aws/rights.json. Of several files, what any of the runs has used is used
  --stacks <folder>   those that were synthesized into a folder, such as cdktf.out. Default: synthesize them anew
  --markdown <file>   write a summary to a file, too`;

interface Options {
  readonly checkov: boolean;
  readonly used: readonly string[];
  readonly stacks: string | undefined;
  readonly markdown: string | undefined;
}

async function main(options: Options): Promise<boolean> {
  const stacks = stacksIn(options.stacks ?? synthesizedAnew());
  const exemptions = await allExemptions();
  const names = stacks.map(({ name }) => name);
  const answers: Answer[] = [
    { who: `${Object.keys(RULES).length} rules`, stacks: names, ...evaluate(stacks, exemptions) },
  ];
  answers.push({ who: 'rights that scripts call', stacks: names, ...judgeCalls(stacks, exemptions) });
  if (options.checkov) {
    const { violations, passed } = runCheckov(stacks, join(folder, 'checkov'));
    const ids = exemptions.flatMap(({ rules }) => rules).filter((rule) => CHECKOV.test(rule));
    const judged = judge(violations, exemptions, ids);
    answers.push({ who: `checkov (${passed} passed in all)`, stacks: names, ...judged });
  }
  if (options.used.length > 0) {
    const rights = judgeRights(options.used, exemptions);
    answers.push({ who: `${rights.granted} rights, of which ${rights.used} were used`, stacks: ['local'], ...rights });
  }
  console.log(asText(answers));
  if (options.markdown !== undefined) writeFileSync(options.markdown, asMarkdown(answers));
  return answers.every(({ broken, stale }) => broken.length === 0 && stale.length === 0);
}

/** Whether the functions' scripts, as they are bundled, call what their roles allow. */
function judgeCalls(stacks: readonly Stack[], exemptions: readonly PolicyExemption[]): Judgement {
  const scripts = new Map(readManifest(root)?.functions.map(({ path }) => [path.replace('/', '-'), path]));
  const scriptOf = (name: string) => {
    const path = scripts.get(name);
    return path === undefined ? undefined : readFileSync(join(root, '.build', 'lambdas', path, 'index.js'), 'utf8');
  };
  const uncalled = stacks.flatMap((stack) =>
    uncalledRights(stack, scriptOf).map((finding) => ({ rule: RIGHT_CALLED, stack: stack.name, ...finding })),
  );
  return judge(uncalled, exemptions, [RIGHT_CALLED]);
}

function synthesizedAnew(): string {
  const outdir = join(folder, 'cdktf.out');
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  synthesize({ outdir });
  return outdir;
}

function parseOptions(argv: readonly string[]): Options {
  return withUsage(usage, () => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        checkov: { type: 'boolean', default: false },
        used: { type: 'string', multiple: true, default: [] },
        stacks: { type: 'string' },
        markdown: { type: 'string' },
      },
    });
    return { checkov: values.checkov, used: values.used, stacks: values.stacks, markdown: values.markdown };
  });
}

runScript(async (argv) => ((await main(parseOptions(argv))) ? 0 : 1));
