import type { Chance } from './chance';

/** Where arguments are made. */
interface Setting {
  chance: Chance;
  /** How often, of a hundred times, an argument does not fit. */
  trouble: number;
  path: () => string;
  /** How many more calls may stand within each other. */
  depth: number;
}

type Argument = (setting: Setting) => string;

const quoted = (text: string) => `'${text.replace(/[\\'{}]/g, (character) => `\\${character}`)}'`;
const among =
  (...choices: string[]): Argument =>
  ({ chance }) =>
    chance.pick(choices);

const text = among(...['text', '', 'a,b;c', "it's {}", '\\', 'eA==', 'é'].map(quoted), '$.text');
const json = among(...['[1]', '{"a": 1}', '"x"', 'null', ''].map(quoted));
const separator = among("','", "';,'", "''", "'é'");
const small = among('1', '3', '2.7');
const number = among('1', '3', '0', '-2', '2.7', '1e3', '$.a');
const boolean = among('false');
const algorithm = among("'MD5'", "'SHA-1'", "'SHA-256'", "'SHA-384'", "'SHA-512'");
const object = among('$', '$.nested', '$$.Execution');
const unfit = among('-1', '5000', 'true', 'null', "'md5'", "'{'", '$.nope', '$.text.a', '1e300');
const array: Argument = (setting) =>
  setting.depth > 0 && setting.chance.happens(50)
    ? call({ ...setting, depth: setting.depth - 1 }, 'States.Array')
    : setting.chance.pick(['$.list', '$.nested.list', '$.list[*]']);
const anything: Argument = (setting) => setting.chance.pick([text, number, boolean, array, object])(setting);

/** Each function with what fits its arguments. */
const FUNCTIONS: Record<string, Argument[]> = {
  'States.Format': [],
  'States.StringToJson': [json],
  'States.JsonToString': [anything],
  'States.Array': [],
  'States.ArrayPartition': [array, small],
  'States.ArrayContains': [array, anything],
  'States.ArrayRange': [number, number, small],
  'States.ArrayGetItem': [array, among('0')],
  'States.ArrayLength': [array],
  'States.ArrayUnique': [array],
  'States.Base64Encode': [text],
  'States.Base64Decode': [text],
  'States.Hash': [anything, algorithm],
  'States.JsonMerge': [object, object, boolean],
  'States.MathRandom': [among('0', '1'), among('3', '10')],
  'States.MathAdd': [number, number],
  'States.StringSplit': [text, separator],
  'States.UUID': [],
};

/** A call that parses; its arguments fit unless there is trouble. @param path makes paths among them */
export function intrinsicCall(chance: Chance, trouble: number, path: () => string): string {
  return call({ chance, trouble, path, depth: 3 }, chance.pick(Object.keys(FUNCTIONS)));
}

function call(setting: Setting, name: string): string {
  const { chance, trouble } = setting;
  const all = (FUNCTIONS[name] ?? []).map((fitting) => argument(setting, fitting));
  if (name === 'States.Array') all.push(...chance.list(0, 3, () => argument(setting, anything)));
  if (name === 'States.MathRandom' && chance.happens(40)) all.push(argument(setting, number));
  if (name === 'States.Format') {
    const values = chance.list(0, 3, () => argument(setting, anything));
    const places = chance.happens(trouble) ? values.length + 1 : values.length;
    all.push(`'x${'\\{ {}'.repeat(places)}'`, ...values);
  }
  return `${name}(${all.join(chance.pick([', ', ',']))})`;
}

function argument(setting: Setting, fitting: Argument): string {
  const { chance, trouble, path, depth } = setting;
  if (!chance.happens(trouble)) return fitting(setting);
  if (depth > 0 && chance.happens(40))
    return call({ ...setting, depth: depth - 1 }, chance.pick(Object.keys(FUNCTIONS)));
  return chance.happens(50) ? path() : chance.pick([unfit, anything])(setting);
}
