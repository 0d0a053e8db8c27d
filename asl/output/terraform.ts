const token = /\$\{TfToken\[[^\]]+\]\}/g;

/** What Terraform reads as a template, doubled, so that it reads it as text; `$${` comes out of `$$${` the same way. */
function escapeText(text: string): string {
  return text.replaceAll('${', '$$${').replaceAll('%{', '%%{');
}

/**
 * JSON text that Terraform reads as itself: `${` and `%{` begin templates, in JSONata's `{%{…}%}` too. CDKTF's tokens
 * (`${TfToken[…]}`) stay, to be resolved. A `$` right before a token would escape it, so there it is written as `\u0024`,
 * which is the same in JSON.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function escapeForTerraform(json: string): string {
  let escaped = '';
  let end = 0;
  for (const match of json.matchAll(token)) {
    escaped += escapeText(json.slice(end, match.index)).replace(/\$$/, '\\u0024') + match[0];
    end = match.index + match[0].length;
  }
  return escaped + escapeText(json.slice(end));
}
