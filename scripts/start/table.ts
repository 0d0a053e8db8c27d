/** Two columns under a title, the values aligned to the right. */
export function table(title: string, rows: readonly (readonly [name: string, value: string | number])[]): string {
  const cells = rows.map(
    ([name, value]) => [name, typeof value === 'number' ? value.toLocaleString('en-US') : value] as const,
  );
  const nameWidth = Math.max(title.length, ...cells.map(([name]) => name.length));
  const valueWidth = Math.max(...cells.map(([, value]) => value.length));
  const line = `├─${'─'.repeat(nameWidth)}─┼─${'─'.repeat(valueWidth)}─┤`;
  return [
    line.replace('├', '┌').replace('┼', '┬').replace('┤', '┐'),
    `│ ${title.padEnd(nameWidth)} │ ${''.padStart(valueWidth)} │`,
    line,
    ...cells.map(([name, value]) => `│ ${name.padEnd(nameWidth)} │ ${value.padStart(valueWidth)} │`),
    line.replace('├', '└').replace('┼', '┴').replace('┤', '┘'),
  ].join('\n');
}
