import { PACKAGES } from './packages';

/**
 * The commands of the CLI, which kept their names. A word that is followed by none of them is no command.
 *
 * @see https://cdktn.io/docs/cli-reference/commands
 */
const COMMANDS = [
  'apply',
  'convert',
  'debug',
  'deploy',
  'destroy',
  'diff',
  'get',
  'init',
  'list',
  'login',
  'output',
  'plan',
  'provider',
  'synth',
  'watch',
];

const SCOPE = /(?<![\w.-])@cdktf(?=\/)(?!\/[\w.-]+@)/g;
const CLI_PACKAGE = /(?<![\w@./-])cdktf-cli(?![\w@-])/g;
const COMMAND = new RegExp(`(?<![\\w@./-])cdktf(?= (?:${COMMANDS.join('|')})\\b)`, 'g');
const WORD = /(?<![\w@./-])cdktf(?![\w@-]|\.(?:json|out|log)\b)/g;
const NAME = /(?<![\w@./-])CDKTF(?![\w-])/g;

/** A package as npm installs it: `cdktf-cli@0.21.0`, `@cdktf/provider-aws@^20`, `cdktf@latest`. */
const INSTALLED = /(?<![\w@./-])(cdktf(?:-cli)?|@cdktf\/[\w.-]+)@([\^~]?\d(?:[\w.+-]*\w)?|latest)(?!\.?[\w+$@{-])/g;

/** A module specifier of one of the packages, and the script that the CLI's package is started by. */
const MODULE = /^cdktf(?:-cli)?(?=$|\/)|^cdktf(?=\.js$)/;

/** What is in a list or a path that is of packages. */
const PACKAGE_PATH = /^(?:@cdktf\/|cdktf-cli(?:$|\/)|(?:.*\/)?node_modules(?:$|\/))/;

/** What the fork calls as before: its settings, its output, its log, its folder in the home directory, its environment variables. */
const KEPT = /cdktf\.(?:json|out|log)\b|(?<!\w)\.cdktf\b|\bCDKTF_\w+/g;

/**
 * Renames packages and commands in a text that may be anything else: a command line, a message, the name of a bucket. So the word
 * alone stays, for who says that it isn't part of what is deployed?
 */
export function renameInString(text: string): string {
  return text
    .replaceAll(INSTALLED, installed)
    .replaceAll(SCOPE, '@cdktn')
    .replaceAll(CLI_PACKAGE, 'cdktn-cli')
    .replaceAll(COMMAND, 'cdktn');
}

/** The fork has versions of its own; of a package whose versions aren't known here the old one stays. */
function installed(before: string, name: string, version: string): string {
  const replacement = Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : undefined;
  return replacement ? `${replacement.name}@${version === 'latest' ? version : replacement.version}` : before;
}

/** Whether a text says of those beside it that they are packages, or parts of the path to a file of one. */
export function isPackagePath(text: string): boolean {
  return PACKAGE_PATH.test(text);
}

/** Whether a word says of the one before it that it is the program. */
export function isCommand(word: string): boolean {
  return COMMANDS.includes(word);
}

/** Renames a module specifier; its tail stays. Other texts stay as they are. */
export function renameModule(text: string): string {
  return renameInString(text).replace(MODULE, (name) => name.replace('cdktf', 'cdktn'));
}

/** Renames the word in what people read and nothing runs: comments and documents. */
export function renameInProse(text: string): string {
  return renameInString(text).replaceAll(WORD, 'cdktn').replaceAll(NAME, 'CDKTN');
}

/** Whether a text still has the old name after it was renamed, apart from the names that the fork kept. */
export function hasOldName(text: string): boolean {
  return /cdktf/i.test(text.replaceAll(KEPT, ''));
}
