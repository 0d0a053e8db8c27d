import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mermaid, paths, permissions } from '@blueprint/asl';
import { environment } from '@blueprint/env';
import { runScript } from './command-line';
import { generatedIn, MARK } from './diagrams/generated';
import { type DeployedMachine, machinesOf } from './diagrams/machines';

const room = resolve(__dirname, '..', 'stacks');
const dev = environment('dev');
const prefix = `${dev.name}-${dev.app}-`;

/** Every document that is generated from a definition, by its path below `stacks/`: it lies beside the definition. */
function documents(): Map<string, string> {
  return new Map(
    machinesOf(dev, prefix).map((machine) => [`${machine.workflow}/${machine.name}.md`, document(machine)]),
  );
}

function document({ name, type, definition }: DeployedMachine): string {
  const { statements, exemptions } = permissions(definition, {
    region: dev.region,
    accountId: dev.account,
    stateMachineName: `${prefix}${name}`,
    logging: true,
    tracing: true,
  });
  const ways = paths(definition).map(({ states, items, ...all }) => {
    const perItem = items.map((item) => `${range(item)} per ${item.per} of \`${item.map}\``).join(', ');
    return `| ${states.map((state) => `\`${state}\``).join(' → ')} | ${range(all)} | ${perItem || '–'} |`;
  });
  const rights = statements.map(({ Action, Resource }) => `| ${list(Action)} | ${list(Resource)} |`);
  const reasons = exemptions.map((exemption) => `- ${list(exemption.Action)}: ${exemption.reason}`);
  return `${MARK}
# ${name}${type === 'EXPRESS' ? ' (Express)' : ''}

\`\`\`mermaid
${mermaid(definition).trimEnd()}
\`\`\`

## ${type === 'EXPRESS' ? 'State transitions' : 'Billed state transitions'}

| Path | Transitions | Besides |
|---|---|---|
${ways.join('\n')}

## What its role may do (as in ${dev.name})

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

/** Writes what is not current and deletes the documents of machines that are gone. */
function write(current: ReadonlyMap<string, string>): void {
  for (const [file, text] of stale(current)) {
    writeFileSync(join(room, file), text);
    console.log(`wrote stacks/${file}`);
  }
  for (const file of orphans(current)) {
    rmSync(join(room, file));
    console.log(`deleted stacks/${file}, whose machine is no more`);
  }
}

/** What is wrong with the documents as they are. */
function check(current: ReadonlyMap<string, string>): readonly string[] {
  return [
    ...stale(current).map(
      ([file]) => `stacks/${file} is not what its definition says: run "npm run diagrams" and commit it.`,
    ),
    ...orphans(current).map(
      (file) => `stacks/${file} has no machine: run "npm run diagrams", which deletes it, and commit that.`,
    ),
  ];
}

function stale(current: ReadonlyMap<string, string>): readonly (readonly [file: string, text: string])[] {
  return [...current].filter(([file, text]) => {
    const path = join(room, file);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
}

function orphans(current: ReadonlyMap<string, string>): readonly string[] {
  return readdirSync(room, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap(({ name }) => generatedIn(join(room, name)).map((file) => `${name}/${file}`))
    .filter((file) => !current.has(file));
}

runScript((argv) => {
  const current = documents();
  const problems = argv.includes('--check') ? check(current) : [];
  if (!argv.includes('--check')) write(current);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) return 1;
  console.log('Generated documents are current.');
});
