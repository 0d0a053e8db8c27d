import type { Table } from './section';

/** A table as text: the first column to the left, numbers to the right, notes below. */
export function columns({ title, header, rows, notes = [] }: Table): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  const text = (cells: readonly string[]) =>
    `  ${widths.map((width, column) => padded(cells[column] ?? '', width, column)).join('   ')}`.trimEnd();
  const rule = `  ${widths.map((width) => '─'.repeat(width)).join('───')}`;
  return [title, text(header), rule, ...rows.map(text), ...notes.map((note) => `  ${note}`)].join('\n');
}

function padded(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

/** A number with so many digits behind the point and separated thousands. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
