import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeOutputs } from '../actions-outputs';
import { type Artifact, unpacked } from '../artifact';
import { buildArtifact } from '../build';
import { optionsOf, type Verb } from './verb';

export const artifact: Verb = {
  usage: `npm run artifact
npm run artifact -- --check <file>

  Without options: builds .build/artifact/<app>-<digest>.zip from this checkout: the stacks of all environments and the code of their
  functions. The same sources make the same bytes, in any folder and on any machine.

  --check <file>   reads an artifact and checks every byte of it against its manifest`,

  async run(argv) {
    const { check } = optionsOf(artifact, argv, { check: 'text' });
    if (check !== undefined) {
      const { digest, manifest } = artifactIn(check);
      console.log(`${check} is whole: ${digest}, ${Object.keys(manifest.files).length} files.`);
      return 0;
    }
    const { file, digest, manifest } = await buildArtifact();
    console.log(`${relative(process.cwd(), file)}\n  digest ${digest}, ${Object.keys(manifest.files).length} files`);
    writeOutputs({ file: relative(process.cwd(), file), digest });
    return 0;
  },
};

/**
 * Reads an artifact.
 *
 * @param place its file, or the folder that it lies in
 * @throws Error when there is none or more than one, or it is not whole
 */
export function artifactIn(place: string): Artifact {
  const [file, ...others] = filesAt(place);
  if (file === undefined || others.length > 0) {
    throw new Error(
      `There is ${file === undefined ? 'no artifact' : 'more than one artifact'} at ${place}. "npm run artifact" builds one and says where.`,
    );
  }
  return unpacked(readFileSync(file), file);
}

function filesAt(place: string): string[] {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .filter((name) => name.endsWith('.zip'))
    .map((name) => join(place, name));
}
