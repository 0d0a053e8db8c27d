import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mermaid, paths, permissions, type Workflow } from '@blueprint/asl';
import { environment } from '@blueprint/env';
import { commandHandler, importCsv, taskHandler } from '@blueprint/stacks';
import { MARK, orphansIn } from './diagrams/orphans';

const FOLDER = 'docs/generated';
const folder = resolve(__dirname, '..', FOLDER);
const { name: env, app, account, region, waitSeconds, concurrency } = environment('dev');
const prefix = `${env}-${app}`;

/** A function's ARN in the `dev` environment. */
const functionArn = (path: string) =>
  `arn:aws:lambda:${region}:${account}:function:${prefix}-${path.replace('/', '-')}`;

/** Every document that is generated from a definition, by the name of its file. */
function documents(): Map<string, string> {
  const task = { functionArn, concurrency: concurrency.taskItems };
  const definitions = {
    'command-handler': commandHandler({ functionArn, waitSeconds }),
    'task-handler': taskHandler({ ...task, mode: 'INLINE' }),
    'task-handler-distributed': taskHandler({ ...task, mode: 'DISTRIBUTED' }),
    'import-csv': importCsv({
      functionArn,
      waitSeconds,
      bucket: `${prefix}-imports-${account}`,
      ...concurrency.imports,
    }),
  };
  return new Map(
    Object.entries(definitions).map(([machine, definition]) => [`${machine}.md`, document(machine, definition)]),
  );
}

function document(machine: string, workflow: Workflow): string {
  const { statements, exemptions } = permissions(workflow, {
    region,
    accountId: account,
    stateMachineName: `${prefix}-${machine}`,
    logging: true,
    tracing: true,
  });
  const ways = paths(workflow).map(({ states, items, ...all }) => {
    const perItem = items.map((item) => `${range(item)} per ${item.per} of \`${item.map}\``).join(', ');
    return `| ${states.map((state) => `\`${state}\``).join(' → ')} | ${range(all)} | ${perItem || '–'} |`;
  });
  const rights = statements.map(({ Action, Resource }) => `| ${list(Action)} | ${list(Resource)} |`);
  const reasons = exemptions.map((exemption) => `- ${list(exemption.Action)}: ${exemption.reason}`);
  return `${MARK}
# ${machine}

\`\`\`mermaid
${mermaid(workflow).trimEnd()}
\`\`\`

## Billed state transitions

| Path | Transitions | Besides |
|---|---|---|
${ways.join('\n')}

## What its role may do (as in ${env})

| Actions | Resources |
|---|---|
${rights.join('\n')}

\`*\` stands where AWS has no resource to name:

${reasons.join('\n')}
`;
}

function range({ min, max }: { min: number; max: number }): string {
  return min === max ? String(min) : `${min}–${max}`;
}

function list(values: string | readonly string[]): string {
  return [values]
    .flat()
    .map((value) => `\`${value}\``)
    .join('<br>');
}

/** Writes what is not current and deletes the documents of removed workflows; gives back what is left to a person. */
function write(current: ReadonlyMap<string, string>): readonly string[] {
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of stale(current)) {
    writeFileSync(join(folder, file), text);
    console.log(`wrote ${FOLDER}/${file}`);
  }
  const { own, foreign } = orphansIn(folder, new Set(current.keys()));
  for (const file of own) {
    rmSync(join(folder, file));
    console.log(`deleted ${FOLDER}/${file}, whose workflow is no more`);
  }
  return foreign.map(notGenerated);
}

/** What is wrong with the documents as they are. */
function check(current: ReadonlyMap<string, string>): readonly string[] {
  const { own, foreign } = orphansIn(folder, new Set(current.keys()));
  return [
    ...stale(current).map(
      ([file]) => `${FOLDER}/${file} is not what its definition says: run "npm run diagrams" and commit it.`,
    ),
    ...own.map(
      (file) => `${FOLDER}/${file} has no workflow: run "npm run diagrams", which deletes it, and commit that.`,
    ),
    ...foreign.map(notGenerated),
  ];
}

function stale(current: ReadonlyMap<string, string>): readonly (readonly [file: string, text: string])[] {
  return [...current].filter(([file, text]) => {
    const path = join(folder, file);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
}

function notGenerated(file: string): string {
  return `${FOLDER}/${file} is written by no generator: delete it, or keep it elsewhere.`;
}

const problems = process.argv.includes('--check') ? check(documents()) : write(documents());
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log('Generated documents are current.');
else process.exitCode = 1;
