import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeForTerraform } from './terraform';

const opens = ['$', '%'].map((sign) => `${sign}{`);
const token = ['$', '{TfToken[TOKEN.7]}'].join('');

/** Reads text as Terraform does: a doubled sign before a brace is text, a single one begins a template. */
function asTerraformReads(text: string): { readonly text: string; readonly templates: readonly string[] } {
  const templates: string[] = [];
  const read = text.replaceAll(/\$\$\{|%%\{|\$\{[^}]*\}?|%\{[^}]*\}?/g, (match) => {
    if (match === '$${') return '${';
    if (match === '%%{') return '%{';
    templates.push(match);
    return match;
  });
  return { text: read, templates };
}

describe('escaping for Terraform', () => {
  test.each([
    [`{"a":"${opens[0]}x}"}`, `{"a":"$${opens[0]}x}"}`],
    [`{"a":"$${opens[0]}x}"}`, `{"a":"$$${opens[0]}x}"}`],
    ['{"a":"{%{ \'b\': 1 }%}"}', '{"a":"{%%{ \'b\': 1 }%}"}'],
    ['{"a":"{% $states.input %} 100% $5"}', '{"a":"{% $states.input %} 100% $5"}'],
  ])('%s', (json, escaped) => {
    expect(escapeForTerraform(json)).toBe(escaped);
  });

  test('leaves tokens for CDKTF to resolve', () => {
    expect(escapeForTerraform(`{"arn":"${token}:${token}"}`)).toBe(`{"arn":"${token}:${token}"}`);
  });

  test('keeps a dollar sign before a token from escaping it', () => {
    const escaped = escapeForTerraform(`{"price":"$${token}"}`);
    expect(escaped).toBe(`{"price":"\\u0024${token}"}`);
    expect(JSON.parse(escaped)).toEqual({ price: `$${token}` });
  });

  test('is read back by Terraform as what it was, whatever the text', () => {
    const part = fc.constantFrom('$', '%', '{', '}', 'a', ' ', ...opens);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const read = asTerraformReads(escapeForTerraform(parts.join('')));
        expect(read).toEqual({ text: parts.join(''), templates: [] });
      }),
    );
  });
});
