"""How a comparison looks: side by side on a wide screen, one under the other on a narrow one, in the dark, printed."""

from __future__ import annotations

COMPARISON_STYLE = """<style>
:root{color-scheme:light dark;--ink:#1a1a1a;--soft:#505050;--page:#fff;--bar:#f1f1f1;--line:#d6d6d6;--out:#8a1c0c;
--outbg:#fde0dc;--outrow:#fdf5f3;--in:#0b5318;--inbg:#d8f1da;--inrow:#f2faf2;--moved:#234c8c;--movedbg:#e2ebfa;--verb:#6b4200;
--verbbg:#fdefd2}
@media(prefers-color-scheme:dark){:root{--ink:#e6e6e6;--soft:#b4b4b4;--page:#16181c;--bar:#24272c;--line:#3c4046;--out:#ffb0a4;
--outbg:#56241d;--outrow:#221a1a;--in:#a6e3ae;--inbg:#1e4526;--inrow:#19211b;--moved:#a9c8ff;--movedbg:#22355a;--verb:#ffd08a;
--verbbg:#4a3614}a{color:#9ec1ff}}
body{font:16px/1.5 Georgia,"Times New Roman",serif;margin:1.5em auto;padding:0 1.2em;max-width:90em;color:var(--ink);
background:var(--page)}
h1{font-size:1.5em;overflow-wrap:anywhere}label,summary,dl,caption,.what,.hide,.skip{font-family:system-ui,sans-serif;
font-size:14px;line-height:1.45}
.skip{position:absolute;left:-99em}.skip:focus{position:static}
details{margin:.8em 0}dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(20em,1fr));gap:.3em 1.5em;margin:.5em 0}
dl div{display:flex;gap:.6em;align-items:baseline}dt{flex:0 0 6.5em}dd{margin:0;color:var(--soft)}
table{border-collapse:collapse;width:100%;table-layout:fixed}
caption{text-align:start;color:var(--soft);padding:.4em 0}
thead th{position:sticky;top:0;z-index:1;background:var(--bar);text-align:start;overflow-wrap:anywhere}
td,th{vertical-align:top;padding:.45em .8em;border-bottom:1px solid var(--line);text-align:start;overflow-wrap:break-word}
tbody th{font-weight:400}th.what{width:11em}tr[id]{scroll-margin-top:3.2em}tr:target th.what{box-shadow:inset 4px 0 var(--moved)}
del{background:var(--outbg);color:var(--out)}ins{background:var(--inbg);color:var(--in);text-underline-offset:.15em}
del::before{content:"[taken out: "}ins::before{content:"[put in: "}del::after,ins::after{content:"]"}
del::before,ins::before,del::after,ins::after{clip-path:inset(50%);height:1px;width:1px;overflow:hidden;position:absolute;
white-space:nowrap}
.num{color:var(--soft);padding-inline-end:.3em}.head td{font-weight:700}
.added .new{background:var(--inrow)}.removed .old{background:var(--outrow)}.kept td,.kept th{color:var(--soft)}
.badge{display:inline-block;border:1px solid var(--line);border-radius:3px;padding:0 .4em;margin:0 0 .2em}
.kept .badge{border-color:transparent;padding:0}.badge.added{color:var(--in);background:var(--inbg)}
.badge.removed{color:var(--out);background:var(--outbg)}.badge.moved{color:var(--moved);background:var(--movedbg)}
.badge.verb{color:var(--verb);background:var(--verbbg);font-weight:600}
.ways{display:block;color:var(--soft);white-space:nowrap}.ways a{padding:0 .35em;text-decoration:none}
main:has(#hide:checked) tr.kept{display:none}
@media(max-width:44em){body{margin:.8em auto;padding:0 .7em}h1{font-size:1.25em}caption{display:block}
table,tbody,tr,tbody th,td{display:block}thead{position:absolute;clip-path:inset(50%);height:1px;width:1px;overflow:hidden}
tr{border-bottom:2px solid var(--line);padding:.4em 0}td,th{border:0;padding:.25em .4em}th.what{width:auto;
background:var(--bar)}.ways{display:inline;margin-inline-start:.6em}td:empty{display:none}tr[id]{scroll-margin-top:.4em}
tr:not(.kept) td:not(:empty)::before{font:12px system-ui,sans-serif;display:block}
tr:not(.kept) td.old::before{content:"before";color:var(--out)}tr:not(.kept) td.new::before{content:"after";color:var(--in)}
tr.kept td.old{display:none}dl{grid-template-columns:1fr}}
@media print{@page{size:landscape;margin:1.5cm}:root{--ink:#000;--soft:#444;--page:#fff;--bar:#eee;--line:#bbb}
body{font-size:9.5pt;margin:0;padding:0;max-width:none}.hide,.ways,.skip,details:not([open]){display:none}
thead th{position:static}tr{break-inside:avoid}del,ins,.badge,td{print-color-adjust:exact}th.what{width:8em}}
</style>"""
