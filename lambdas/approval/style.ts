import { createHash } from 'node:crypto';

/** The pages' only style sheet: it lies in the page, so that nothing is fetched. */
export const STYLE = `
:root{color-scheme:light dark;--good:#1a7f37;--bad:#b42318;--text:#1b1f24;--soft:#57606a;--back:#f3f4f6;--card:#fff;--line:#d0d7de;--go:#1a7f37;--stop:#b42318;--focus:#0a58ca}
@media(prefers-color-scheme:dark){:root{--good:#56d364;--bad:#ff9089;--text:#e6e9ed;--soft:#a3adb8;--back:#14171b;--card:#1e2329;--line:#3a424c;--go:#238041;--stop:#c4372b;--focus:#79b0ff}}
*{box-sizing:border-box}
body{margin:0;padding:1rem;background:var(--back);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
main{max-width:40rem;margin:1rem auto;padding:1.25rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
h1{margin:0 0 .25rem;font-size:1.4rem;line-height:1.3;overflow-wrap:anywhere}
time{white-space:nowrap}
p{margin:.5rem 0}
.soft{color:var(--soft)}
.state{display:inline-block;margin:0 0 .5rem;padding:.1rem .6rem;border:1px solid currentColor;border-radius:1rem;font-size:.85rem;font-weight:600}
.approved{color:var(--good)}
.rejected{color:var(--bad)}
dl{margin:1rem 0;border-top:1px solid var(--line)}
dl div{padding:.5rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--soft);font-size:.85rem}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
form{margin:1.25rem 0 0}
form+form{padding-top:1.25rem;border-top:1px solid var(--line)}
label{display:block;font-weight:600}
textarea{width:100%;min-height:5rem;margin:.25rem 0 .75rem;padding:.5rem;border:1px solid var(--soft);border-radius:.4rem;background:transparent;color:inherit;font:inherit}
button{width:100%;min-height:2.9rem;padding:.5rem 1.5rem;border:0;border-radius:.4rem;color:#fff;font:inherit;font-weight:600;cursor:pointer}
.approve{background:var(--go)}
.reject{background:var(--stop)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
@media(min-width:34rem){main{margin-top:3rem;padding:2rem}button{width:auto}}
`;

/** How a Content-Security-Policy names it. @see https://www.w3.org/TR/CSP3/#external-hash */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
