/** Rows that fold open, the JSON inside them, the map, and how all of it prints. */
const rows = `
summary{cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary:focus-visible{outline-offset:-2px}
.g>summary,.r>summary,.fold>summary{display:flex;flex-wrap:wrap;gap:.1rem .7rem;align-items:baseline;
padding:.34rem .5rem .34rem 1.5rem;position:relative;border-radius:6px}
summary::before{content:"";position:absolute;left:.45rem;top:.85em;width:.36rem;height:.36rem;
border:solid var(--soft);border-width:0 1.5px 1.5px 0;transform:rotate(-45deg)}
[open]>summary::before{transform:rotate(45deg)}
summary:hover{background:var(--sunk)}
.g>summary>.n,.r>summary>.n{flex:0 1 auto}
.k0{display:flex;flex-wrap:wrap;gap:.25rem;margin-left:auto;justify-content:flex-end}
.kids{margin-left:.62rem;padding-left:.7rem;border-left:1px solid var(--line)}
.top{border-top:1px solid var(--line);padding:.5rem 0}
.top>summary>.n{font-size:1.02rem;font-weight:600}
.g>summary>.sum{color:var(--soft);font-size:.85rem}
.r.big{content-visibility:auto;contain-intrinsic-size:auto 2.2rem}
.r>summary>.n{font-weight:500}
:target>summary{background:var(--internet-bg)}
.b{margin:.2rem 0 1.1rem 1.5rem;font-size:.87rem}
.b dl{display:grid;grid-template-columns:minmax(0,1fr);gap:0 1.2rem}
.b dt{color:var(--soft)}
.b dd{margin-bottom:.3rem}
@media (min-width:44rem){.b dl{grid-template-columns:8.5rem minmax(0,1fr)}}
.b pre{margin-top:.5rem;padding:.8rem 1rem;background:var(--sunk);border-radius:8px;font-size:.8rem;line-height:1.5;
white-space:pre-wrap;tab-size:2}
pre em{font-style:normal;color:var(--open)}
pre b{font-weight:400;color:var(--soft)}
pre q{display:block;quotes:none;border-left:2px solid var(--line);padding-left:.8rem;margin:.1rem 0 .1rem 1rem}
i.u,i.s{font-style:normal;border-radius:4px;padding:0 .35em}
i.u{color:var(--open);box-shadow:inset 0 0 0 1px color-mix(in srgb,var(--open) 45%,transparent)}
i.s{color:var(--secret);background:var(--secret-bg)}
.key{display:flex;flex-wrap:wrap;gap:.4rem 1.1rem;font-size:.85rem;color:var(--soft);margin-bottom:.8rem}
[hidden]{display:none!important}`;

const map = `
.map{display:grid;gap:.9rem}
.sky{display:grid;gap:.6rem 1.2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));
border:1px dashed color-mix(in srgb,var(--internet) 45%,transparent);border-radius:12px;padding:.9rem 1.1rem}
.sky h3{color:var(--internet)}
.regions{columns:21rem;column-gap:.9rem}
.place{border:1px solid var(--line);border-radius:12px;background:var(--card);padding:1rem 1.1rem;break-inside:avoid;margin-bottom:.9rem}
.place h3 span{color:var(--soft);font-weight:400}
.layer{margin-top:.8rem}
.layer h4,.sky h4{margin:0 0 .25rem;font-size:.8rem;font-weight:500;color:var(--soft)}
.site{background:var(--sunk);border-radius:9px;padding:.7rem .85rem;margin-top:.35rem}
.space{border-left:2px solid var(--line);padding-left:.7rem;margin-top:.6rem}
.space h5{margin:0;font-size:.85rem;font-weight:560}
.items{display:flex;flex-wrap:wrap;gap:.15rem .9rem}
.items li{font-size:.9rem}
.items a{color:inherit;text-decoration:none}
.items a:hover{text-decoration:underline}
.items .n{font-weight:500}
.k.was.new{background:var(--pass-bg);color:var(--pass)}.k.was.replaced{background:var(--fail-bg);color:var(--fail)}
.k.was.changed{background:var(--open-bg);color:var(--open)}
del{color:var(--fail);text-decoration-thickness:1px}
.legend{color:var(--soft);font-size:.93rem;margin:0 0 .8rem}.legend .k,.legend del{margin:0 .2rem 0 .7rem}
.legend>:first-child{margin-left:0}
.items em{font-style:normal;color:var(--soft);font-size:.85rem;white-space:nowrap}`;

const print = `
@media print{
@page{margin:16mm 14mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif}}
html{font-size:10.5pt}body{display:block;font-size:1rem;background:#fff}
nav,.skip,.find{display:none}
main{padding:0}main>*{max-width:none}
section{margin-top:1.6rem}
h1{font-size:20pt}h2{font-size:13pt;break-after:avoid}h3,h4,h5{break-after:avoid}
.verdict,.k,.bare td,.site,i.s{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.regions{columns:1}.site,.card,tr,.places li,.r,.sheet li{break-inside:avoid}
a{color:inherit;text-decoration:none}
summary::before{display:none}
.g>summary,.r>summary,.fold>summary{padding:.12rem 0}
.r.big{content-visibility:visible}
.kids{margin-left:.2rem}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}`;

export const resourceStyle = [rows, map, print].join("");
