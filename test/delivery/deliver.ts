import type { ProjectCopy, Started } from '../workflows/project-copy';
import { says } from './checks';

/** What was run, as a page would tell it. */
export const ran = new Set<string>();

/** Runs the commands of delivery in a copy of the project, as a person or a job does, by an AWS configuration. */
export class Deliver {
  constructor(
    private readonly copy: ProjectCopy,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  /** The same with other variables besides. */
  with(variables: Readonly<Record<string, string>>): Deliver {
    return new Deliver(this.copy, { ...this.variables, ...variables });
  }

  /** @returns what was said */
  async succeeds(command: string): Promise<string> {
    return this.ends(command, 0);
  }

  /** @param message part of what is said */
  async fails(command: string, message: string, code = 1): Promise<string> {
    const output = await this.ends(command, code);
    says(output, message);
    return output;
  }

  /** Starts a command, which is ended from outside. */
  start(command: string): Started {
    ran.add(asDocumented(command));
    return this.copy.startWith(this.variables, '--import', 'tsx', 'scripts/deliver.ts', ...command.split(' '));
  }

  private async ends(command: string, expected: number): Promise<string> {
    const { code, output } = await this.start(command).ended;
    if (code === expected) return output;
    throw new Error(`"${command}" ended with ${code}, not ${expected}:\n${output.trim().slice(-1200)}`);
  }
}

/** With the artifact and the plan as a page names them, and without what spares the tests a person. */
function asDocumented(command: string): string {
  const [verb = '', ...options] = command
    .replace(' --yes', '')
    .replace(/--artifact \S+\.zip/, '--artifact .build/artifact')
    .replace(/--plan [0-9a-f]+/, '--plan <sha256>')
    .split(' ');
  return `npm run ${verb}${options.length > 0 ? ` -- ${options.join(' ')}` : ''}`;
}
