import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { same } from '../checks';
import { artifactIn, type Journey, type Step } from '../journey';
export function artifactSteps(journey: Journey): readonly Step[] {
  return [
    [
      'the artifact is the same from two builds in two folders, and another one when an environment changes',
      async () => {
        journey.reserve(3);
        journey.first = await journey.build();
        const bytes = readFileSync(join(journey.copy.root, journey.first));
        const here = await journey.people.succeeds('artifact');
        same('the second build', readFileSync(join(journey.copy.root, artifactIn(here))).equals(bytes), true);
        // Kept beside: the next build takes its place.
        journey.first = journey.keep(journey.first, 'first.zip');
        journey.reserve(7);
        journey.addTable();
        journey.second = journey.keep(await journey.build(), 'second.zip');
        same(
          'an artifact of another reservation and one more table',
          readFileSync(journey.second).equals(bytes),
          false,
        );
        journey.reserve(3);
      },
    ],
    [
      'a damaged artifact is refused',
      async () => {
        const bytes = readFileSync(journey.first);
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
        writeFileSync(join(journey.copy.root, 'damaged.zip'), bytes);
        await journey.people.fails('artifact --check damaged.zip', 'damaged.zip');
      },
    ],
  ];
}
