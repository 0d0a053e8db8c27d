import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { callGitHub, repositoryOf } from '../repository';
import { needed, optionsOf, type Verb } from './verb';

/** Nobody sees it; by it the comment is found again. */
const MARK = '<!-- what this pull request would change -->';
/** Of a comment, in characters. https://docs.github.com/en/rest/issues/comments */
const LONGEST = 65_536;

const commentsSchema = z.array(
  z.looseObject({
    id: z.int(),
    body: z.string().nullish(),
    user: z.looseObject({ type: z.string() }).nullish(),
    author_association: z.string().optional(),
  }),
);

/** Whose comments are brought up to date: the job's own, and those of who may write here. Anybody may write the mark. */
const WRITERS = ['OWNER', 'MEMBER', 'COLLABORATOR'];

export const comment: Verb = {
  usage: `npm run comment -- --pull-request <number> --files <file>[,<file>…]

  Puts Markdown files, such as those of "npm run plan -- --markdown" and "npm run policy -- --markdown", into one comment of a pull request, which every later
  run brings up to date.`,

  async run(argv) {
    const options = optionsOf(comment, argv, { 'pull-request': 'text', files: 'text' });
    const number = needed(comment, 'pull-request', options['pull-request']);
    if (!/^\d+$/.test(number)) throw new Error(`--pull-request takes a number, not "${number}".\n\n${comment.usage}`);
    const files = needed(comment, 'files', options.files).split(',');
    const repository = repositoryOf('npm run comment');
    const body = bodyOf(
      files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : `_${file} was not made._\n`)),
    );
    for (let page = 1; ; page++) {
      const path = `issues/${number}/comments?per_page=100&page=${page}`;
      const comments = commentsSchema.parse(await callGitHub(repository, 'GET', path));
      const known = comments.find(
        ({ body, user, author_association = '' }) =>
          body?.startsWith(MARK) && (user?.type === 'Bot' || WRITERS.includes(author_association)),
      );
      if (known) {
        await callGitHub(repository, 'PATCH', `issues/comments/${known.id}`, { body });
        console.log(`The comment ${known.id} is up to date.`);
        return 0;
      }
      if (comments.length < 100) break;
    }
    await callGitHub(repository, 'POST', `issues/${number}/comments`, { body });
    console.log('A comment was made.');
    return 0;
  },
};

function bodyOf(parts: readonly string[]): string {
  const whole = [MARK, ...parts].join('\n');
  const note = '\n\n_Cut: the whole is on the page of the run._';
  return whole.length <= LONGEST ? whole : whole.slice(0, LONGEST - note.length) + note;
}
