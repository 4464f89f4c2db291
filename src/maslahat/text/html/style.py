"""How a document looks as a page: on a wide and a narrow screen, in the dark, printed, from right to left."""

from __future__ import annotations

ARTICLE_STYLE = """<style>
.un-doc{--ink:#1a1a1a;--soft:#5a5a5a;--rule:#333;--line:#c8c8c8;--bad:#a00;color:var(--ink);max-width:46em;margin:0 auto;
font:1rem/1.5 Georgia,"Times New Roman",serif;overflow-wrap:break-word}
.un-doc header{display:grid;grid-template-columns:1fr auto;column-gap:2em;border-bottom:2px solid var(--rule);
margin-bottom:1.5em;padding-bottom:.6em}
.un-doc header p{margin:.1em 0;grid-column:1/-1}
.un-doc header .symbol{grid-column:2;grid-row:1;align-self:end;font-weight:600;text-align:end}
.un-doc header .authority{grid-column:1;grid-row:1;font-size:1.5em;line-height:1.2;font-weight:700}
.un-doc header .distribution,.un-doc header .issued,.un-doc header .original{grid-column:2;justify-self:end;font-size:.9em}
.un-doc .session{font-weight:700}.un-doc .status{font-weight:700;font-size:1.15em;margin-top:.8em}
.un-doc .proponent{margin-top:.4em}.un-doc .sponsors{font-weight:700}
.un-doc .job{color:var(--soft);font-size:.85em;text-align:match-parent}
.un-doc h1{font-size:1.3em;line-height:1.3;margin:1em 0}
.un-doc h2{font-size:1.2em}.un-doc h3{font-size:1.08em}.un-doc h4,.un-doc h5,.un-doc h6{font-size:1em}
.un-doc h1,.un-doc h2,.un-doc h3,.un-doc h4,.un-doc h5,.un-doc h6{break-after:avoid}
.un-doc .num{display:inline-block;min-width:2em;padding-inline-end:.4em;text-indent:0}
.un-doc .preamble,.un-doc .formula,.un-doc .paragraph{text-indent:2em}
.un-doc .level-2{margin-inline-start:2em}.un-doc .level-3{margin-inline-start:4em}.un-doc .level-4{margin-inline-start:6em}
.un-doc h2,.un-doc h3,.un-doc h4,.un-doc h5,.un-doc h6{margin-inline-start:0}
.un-doc sup{line-height:0}.un-doc .quoted{border-inline-start:3px solid var(--line);padding-inline-start:1em}
.un-doc .table-box{overflow-x:auto;margin:1em 0}.un-doc .table-box .quoted{border:0;padding:0}
.un-doc table{border-collapse:collapse;min-width:100%;border-top:1px solid var(--rule);border-bottom:2px solid var(--rule);
font-size:.92em;line-height:1.35}
.un-doc th,.un-doc td{padding:.3em .6em;text-align:start;vertical-align:top;border-bottom:1px solid var(--line);
min-width:3em;max-width:28em;overflow-wrap:normal}
.un-doc th{font-weight:400;font-style:italic;font-size:.92em;vertical-align:bottom}
.un-doc thead tr:last-child th{border-bottom:2px solid var(--rule)}
.un-doc .figure{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}.un-doc thead .figure{white-space:normal}
.un-doc caption{text-align:start;font-weight:700;padding-bottom:.3em}.un-doc .adoption{text-align:end;font-style:italic}
.un-doc .notes{border-top:1px solid var(--rule);margin-top:2em;font-size:.85em}.un-doc .notes p{margin:.3em 0}
.un-doc .notes sup{display:inline-block;min-width:1.2em}.un-doc .notes sup a,.un-doc .call a{padding:0 .15em}
.un-doc .signatures{display:grid;grid-template-columns:1fr 1fr;gap:0 2em;margin-top:1em}
.un-doc .signatures p{border-top:1px solid var(--rule);padding-top:.3em;margin:3.5em 0 0;break-inside:avoid}
.un-doc .missing{color:var(--bad)}
.un-doc[dir=rtl]{font-size:1.1rem;line-height:1.7}.un-doc[dir=rtl] header .symbol{direction:ltr}
.un-doc .table-box:focus-visible{outline:2px solid currentColor;outline-offset:2px}
@media(max-width:36em){.un-doc header{column-gap:1em}.un-doc header .authority{font-size:1.25em}
.un-doc .preamble,.un-doc .formula,.un-doc .paragraph{text-indent:1em}.un-doc .level-2{margin-inline-start:1em}
.un-doc .level-3{margin-inline-start:2em}.un-doc .level-4{margin-inline-start:3em}
.un-doc .signatures{grid-template-columns:1fr}}
@media print{.un-doc{max-width:none;font-size:10.5pt;line-height:1.35}.un-doc a{color:inherit;text-decoration:none}
.un-doc .table-box{overflow:visible}.un-doc th,.un-doc td{min-width:0;max-width:none}.un-doc table{font-size:8.5pt}
.un-doc tr{break-inside:avoid}.un-doc .annex{break-before:page}.un-doc .adoption{break-before:avoid}}
</style>"""

PAGE_STYLE = """<style>
:root{color-scheme:light dark}body{margin:0;padding:1.5em 1.2em;background:#fff}
@media(prefers-color-scheme:dark){body{background:#16181c}body .un-doc{--ink:#e6e6e6;--soft:#a8a8a8;--rule:#9a9a9a;--line:#4a4d52;
--bad:#ff9a8f}.un-doc a{color:#9ec1ff}}
@page{margin:2cm}@media print{body{padding:0;background:#fff}body .un-doc{--ink:#000;--soft:#333;--rule:#333;--line:#bbb}}
</style>"""
