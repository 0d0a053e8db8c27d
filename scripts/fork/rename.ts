import type { Identity } from './identity';

/** Rooms that know nothing of this project: what accounts and regions their tests speak of is their own. */
const LIBRARIES = /^(asl|local)\//;

/** What stands before or behind a name that is no word of a sentence. */
const BEFORE = /[@/._=:'"`-]/;
const BEHIND = /[/_"`-]/;

/**
 * A file's text under another identity: names of packages, resources and parameters, regions, accounts and the repository.
 *
 * @param file path from the project's folder. In a document a name is renamed where it is code, or is joined to something; as a word
 *   of a sentence it speaks of the project that was forked.
 * @returns the text, and how many places have changed
 */
export function renamed(file: string, text: string, from: Identity, to: Identity): { text: string; places: number } {
  const names = new Map([
    [from.project, to.project],
    [from.app, to.app],
    ...(from.repository && to.repository ? [[from.repository, to.repository] as const] : []),
    ...(LIBRARIES.test(file) ? [] : placesOf(from, to)),
  ]);
  // The longest first: the project's name may begin or end with the application's.
  const alternatives = [...names.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const name = new RegExp(`(?<![a-z0-9])(?:${alternatives.join('|')})(?![a-z0-9])`, 'g');
  let places = 0;
  const put = (part: string, isProse: boolean) =>
    part.replace(name, (found, at: number) => {
      if (isProse && found === from.app && !isJoined(part, at, found.length)) return found;
      places += 1;
      return names.get(found) ?? found;
    });
  const parts = file.endsWith('.md') ? text.split(/(^```.*?^```$)/ms) : [text];
  const isFence = (part: string) => part.startsWith('```');
  return { text: parts.map((part) => put(part, file.endsWith('.md') && !isFence(part))).join(''), places };
}

function placesOf(from: Identity, to: Identity): readonly (readonly [string, string])[] {
  const accounts = Object.entries(from.accounts).map(([name, id]) => [id, to.accounts[name] ?? id] as const);
  return [[from.region, to.region], ...accounts];
}

function isJoined(text: string, at: number, length: number): boolean {
  return BEFORE.test(text.charAt(at - 1)) || BEHIND.test(text.charAt(at + length));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
