/** The verdict banner, the numbers, and every list that is not the resource tree. */
const banner = `
.verdict{border-radius:14px;padding:clamp(1.2rem,3vw,2rem);border:1px solid var(--line);background:var(--card)}
.verdict.blocked{background:var(--fail-bg);border-color:color-mix(in srgb,var(--fail) 30%,transparent)}
.verdict.attention{background:var(--open-bg);border-color:color-mix(in srgb,var(--open) 30%,transparent)}
.verdict.clean{background:var(--pass-bg);border-color:color-mix(in srgb,var(--pass) 30%,transparent)}
.verdict h1{display:flex;gap:.55rem;align-items:flex-start}
.verdict h1 svg{margin-top:.06em;width:1em;height:1em}
.blocked h1,.blocked .dot{color:var(--fail)}.attention h1,.attention .dot{color:var(--open)}
.clean h1,.clean .dot{color:var(--pass)}
.verdict .over{margin-bottom:.6rem;font-size:.93rem}
.verdict .why{margin-top:.8rem;max-width:52rem}
.verdict .why li+li{margin-top:.25rem}
.verdict dl{display:grid;grid-template-columns:minmax(0,1fr);gap:.1rem 1.5rem;margin-top:1.4rem;font-size:.93rem}
.verdict dt{color:var(--soft);margin-top:.4rem}
.verdict dd code{font-size:.93rem;user-select:all}
.verdict dd span{display:inline-block;margin-right:.34em}
@media (min-width:44rem){.verdict dl{grid-template-columns:auto minmax(0,1fr)}.verdict dt{margin-top:0}}
.numbers{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));margin-top:1.6rem;gap:1.1rem 1.2rem}
.numbers a{display:block;text-decoration:none;color:inherit}
.numbers b{display:block;font-size:clamp(1.15rem,.8rem + 1.6vw,1.6rem);font-weight:560;letter-spacing:-.02em;line-height:1.25;white-space:nowrap}
.numbers span{color:var(--soft);font-size:.87rem;line-height:1.3;display:block}
@media (max-width:30rem){.numbers{grid-template-columns:repeat(2,minmax(0,1fr));gap:.35rem 1rem}
.numbers a{display:flex;gap:.45rem;align-items:baseline}.numbers b{font-size:1.1rem}}
.numbers a:hover span{color:var(--ink);text-decoration:underline}
.sheet{margin-top:1.8rem;border-top:1px solid var(--line)}
.sheet li{display:grid;grid-template-columns:1.6rem minmax(0,1fr);padding:.62rem 0;border-bottom:1px solid var(--line)}
.sheet svg{margin-top:.2em}
.sheet b{font-weight:560;color:var(--ink)}
.sheet a{color:inherit;text-decoration:none}
.sheet a:hover b{text-decoration:underline}
.sheet .fact{color:var(--soft);display:block;font-size:.93rem}
@media (min-width:80rem){.sheet a{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:1.5rem}}`;

const lists = `
.n{font-size:.86rem;font-weight:500}
.t{font-size:.8rem;color:var(--soft)}
a.n{color:var(--ink)}
table{width:100%;border-collapse:collapse;font-size:.93rem}
th{text-align:left;font-weight:500;color:var(--soft);font-size:.85rem;padding:.35rem 1.2rem .35rem 0;vertical-align:bottom}
td{padding:.6rem 1.2rem .6rem 0;border-top:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
td .t{display:block}
td li+li{margin-top:.2rem}
tbody th{color:var(--ink);padding-top:1.3rem;font-size:.93rem;font-weight:560}
tbody th{font-weight:400;color:var(--soft)}tbody th .t{margin-right:.5rem;color:var(--ink);font-weight:600}
.guards{table-layout:fixed}.guards th:nth-child(n+2){width:17%}.guards th:nth-child(2){width:11%}.guards th:nth-child(3){width:19%}
.guards th:nth-child(4){width:19%}.guards th:nth-child(5){width:21%}
.doors{table-layout:fixed}.doors th:first-child{width:32%}.doors th:nth-child(2){width:30%}
.diff{table-layout:fixed}.diff th:first-child{width:30%}
.wide{table-layout:fixed}.wide th:first-child{width:62%}.t.digest{font-size:.76rem}#unknowns .wide th:first-child,#secrets .wide th:first-child{width:42%}
.guard{display:grid;grid-template-columns:1.35rem minmax(0,1fr)}.guard svg{margin-top:.22em}
.bare td{background:var(--fail-bg)}
.bare td:first-child{box-shadow:inset 3px 0 var(--fail);padding-left:.8rem}
.k{display:inline-block;font-size:.75rem;line-height:1.35;padding:.05rem .42rem;border-radius:5px;white-space:nowrap;
background:var(--sunk);color:var(--soft)}
.k.violation,.k.critical,.k.high{background:var(--fail-bg);color:var(--fail);font-weight:600}
.k.undetermined,.k.medium{background:var(--open-bg);color:var(--open);font-weight:600}
.k.data,.k.keys,.k.new,.k.changed{color:var(--ink)}
.k.internet{background:var(--internet-bg);color:var(--internet)}
.k.protected{background:none;color:var(--pass);box-shadow:inset 0 0 0 1px color-mix(in srgb,var(--pass) 40%,transparent)}
.k.unknown{background:none;color:var(--open);box-shadow:inset 0 0 0 1px color-mix(in srgb,var(--open) 40%,transparent)}
.k.secret{background:var(--secret-bg);color:var(--secret)}
.card{border:1px solid var(--line);border-radius:10px;background:var(--card);padding:1rem 1.2rem}
.card+.card{margin-top:.9rem}
.places+h3,table+h3,.card+h3,.more+h3,.empty+h3{margin-top:1.9rem}h3+.places{margin-top:.4rem}
.finding h3{display:flex;flex-wrap:wrap;gap:.5rem;align-items:baseline}
.finding .why{color:var(--soft);margin-top:.2rem}
.places{margin-top:.7rem}
.places li{border-top:1px solid var(--line);padding:.55rem 0}
.places li:last-child{padding-bottom:0}
.places .at{color:var(--soft);margin-left:.4rem}
.places .said{display:grid;grid-template-columns:5.4rem minmax(0,1fr);gap:.05rem .8rem;margin-top:.2rem;font-size:.93rem}
.places .said dt{color:var(--soft)}
.value{white-space:pre-wrap}
.more{color:var(--soft);padding:.5rem 0}
.empty{border:1px dashed var(--line);border-radius:10px;padding:.9rem 1.2rem;color:var(--soft)}
@media (max-width:44rem){
table,tbody,tr,td,tbody th{display:block}thead{display:none}
tr{border-top:1px solid var(--line);padding:.6rem 0}td{border:0;padding:.12rem 0}
td[data-l]:not(:empty)::before{content:attr(data-l);display:block;color:var(--soft);font-size:.8rem;margin-top:.3rem}
.bare tr+tr{background:var(--fail-bg);box-shadow:inset 3px 0 var(--fail);padding-left:.8rem}
.bare td,.bare td:first-child{background:none;box-shadow:none;padding-left:0}}`;

export const listStyle = [banner, lists].join("");
