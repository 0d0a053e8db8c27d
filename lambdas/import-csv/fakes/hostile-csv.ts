import fc from 'fast-check';

/** A row as its author means it; undefined fields are left out at the end, `extra` ones added. */
export interface MeantRow {
  code: string;
  name: string;
  price: string;
  category: string;
  shape: 'whole' | 'short' | 'long' | 'blank line';
}

export interface HostileFile {
  text: string;
  /** The rows in the file, in its order. */
  rows: (MeantRow & { fields: string[] })[];
}

type Column = 'product_code' | 'name' | 'price' | 'category' | 'remark';

const COLUMNS: readonly Column[] = ['product_code', 'name', 'price', 'category', 'remark'];

/** Text as people have it in their cells. */
const cell = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'Apple',
      'ねじ M3',
      '品番"一"',
      'a, b',
      'two\nlines',
      'two\r\nlines',
      ' padded ',
      "it's",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'C:\\temp', 'ends in \\', '\\"', '\u00a0', '=1+1', 'null', '🍎', '\uFEFF'),
  },
  {
    weight: 2,
    arbitrary: fc.string({
      unit: fc.constantFrom('a', 'é', '本', ',', '"', '\n', '\r\n', "'", ' ', ';', '\\', '\t'),
      maxLength: 8,
    }),
  },
);

const row: fc.Arbitrary<MeantRow> = fc.record({
  code: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('A', 'B', 'C', '品1', 'D D') },
    { weight: 1, arbitrary: fc.constantFrom('', '  ') },
  ),
  name: cell,
  price: fc.oneof(
    { weight: 6, arbitrary: fc.nat(9_999).map(String) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '1,000', 'free', '-1', '1e3', '12.5', '9007199254740993', `0.${'0'.repeat(150)}1`),
    },
  ),
  category: cell,
  shape: fc.oneof(
    { weight: 12, arbitrary: fc.constant('whole' as const) },
    { weight: 1, arbitrary: fc.constantFrom('short' as const, 'long' as const, 'blank line' as const) },
  ),
});

const style = fc.record({
  newline: fc.constantFrom('\n', '\r\n'),
  bom: fc.boolean(),
  quoteAll: fc.boolean(),
  order: fc.shuffledSubarray([...COLUMNS], { minLength: COLUMNS.length }),
  upperCase: fc.boolean(),
  blanksInHeader: fc.boolean(),
  newlineAtEnd: fc.boolean(),
});

/** Files with everything in them that RFC 4180 allows, and rows that are broken in ways that happen. */
export const hostileFiles: fc.Arbitrary<HostileFile> = fc
  .tuple(fc.array(row, { maxLength: 12 }), style)
  .map(([meant, { newline, bom, quoteAll, order, upperCase, blanksInHeader, newlineAtEnd }]) => {
    const quote = (text: string) => (quoteAll || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const header = order.map((name) => {
      const spaced = blanksInHeader ? ` ${name.replace('_', ' ')} ` : name;
      return quote(upperCase ? spaced.toUpperCase() : spaced);
    });
    const rows = meant
      .filter(({ shape }) => shape !== 'blank line')
      .map((one) => ({ ...one, fields: fieldsOf(one, order) }));
    let next = 0;
    const lines = meant.map(({ shape }) =>
      shape === 'blank line' ? '' : (rows[next++]?.fields ?? []).map(quote).join(','),
    );
    const text = [header.join(','), ...lines].join(newline);
    return { text: `${bom ? '\uFEFF' : ''}${text}${newlineAtEnd || lines.at(-1) === '' ? newline : ''}`, rows };
  });

function fieldsOf({ code, name, price, category, shape }: MeantRow, order: readonly Column[]): string[] {
  const values = { product_code: code, name, price, category, remark: 'seen' };
  const fields = order.map((column) => values[column]);
  if (shape === 'long') return [...fields, 'and more'];
  return shape === 'short' ? fields.slice(0, -1) : fields;
}

/**
 * The CSV reader of a Distributed Map as AWS documents it: backslashes escape, fields that are missing are "", those that are too many
 * are dropped.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export function readAsDistributedMap(text: string): Record<string, string>[] {
  const [header = [], ...records] = recordsOf(text).filter((record) => record.length > 1 || record[0] !== '');
  return records.map((record) => Object.fromEntries(header.map((name, index) => [name, record[index] ?? ''])));
}

function recordsOf(text: string): string[][] {
  const records: string[][] = [['']];
  let quoted = false;
  const append = (character: string) => {
    const record = records.at(-1) ?? [];
    record.push(`${record.pop() ?? ''}${character}`);
  };
  for (let at = 0; at < text.length; at++) {
    const [character, following] = [text[at] ?? '', text[at + 1] ?? ''];
    if (character === '\\') {
      if (['\\', '"', ','].includes(following)) append(text[++at] ?? '');
    } else if (character === '"' && quoted && following === '"') append(text[++at] ?? '');
    else if (character === '"') quoted = !quoted;
    else if (quoted) append(character);
    else if (character === ',') records.at(-1)?.push('');
    else if (character === '\n') records.push(['']);
    else if (character !== '\r' || following !== '\n') append(character);
  }
  return records;
}
