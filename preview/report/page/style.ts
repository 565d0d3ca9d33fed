import { listStyle } from "./style-lists";
import { reachStyle } from "./style-reach";
import { resourceStyle } from "./style-resources";

/** Colours are named for what they mean; everything without a meaning is ink on paper. */
const colours = `
:root{color-scheme:light dark;
--paper:#fbfbf9;--card:#fff;--sunk:#f4f4f1;--ink:#1b1d20;--soft:#5b6068;--line:#e3e3de;--link:#1d4f91;
--fail:#a8201a;--fail-bg:#fcebe9;--open:#7c5200;--open-bg:#fcf2dc;--pass:#17663a;--pass-bg:#e6f4eb;
--internet:#1d4f91;--internet-bg:#e8f0fb;--secret:#6b2f94;--secret-bg:#f4eafa}
@media screen and (prefers-color-scheme:dark){:root{
--paper:#121417;--card:#191c20;--sunk:#20242a;--ink:#e7e7e4;--soft:#a3a8b0;--line:#2d3238;--link:#8fbcf5;
--fail:#ff9f96;--fail-bg:#331917;--open:#eec26b;--open-bg:#33290f;--pass:#82d8a4;--pass-bg:#14301f;
--internet:#8fbcf5;--internet-bg:#172a44;--secret:#dbabf6;--secret-bg:#321d42}}`;

const base = `
*{box-sizing:border-box}
html{scroll-padding-top:7rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,
"Noto Sans","Liberation Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
code,pre,.n,.t{font-family:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;
unicode-bidi:bidi-override;direction:ltr}
code{font-size:.87em}
a{color:var(--link);text-decoration-color:color-mix(in srgb,currentColor 35%,transparent);text-underline-offset:.18em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
h1,h2,h3,p,ul,ol,dl,dd,pre{margin:0;padding:0}
ul,ol{list-style:none}
h1,h2,h3{line-height:1.2;text-wrap:balance;letter-spacing:-.012em;font-weight:640}
h1{font-size:clamp(1.55rem,1.1rem + 2.2vw,2.35rem);letter-spacing:-.022em}
h2{font-size:1.32rem}
h3{font-size:1rem}
.soft{color:var(--soft)}
.skip,.hear{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:fixed;top:.5rem;left:.5rem;width:auto;height:auto;clip-path:none;padding:.5rem 1rem;
background:var(--card);z-index:9}
svg.i{width:1.1em;height:1.1em;vertical-align:-.18em;flex:none}
.fail{color:var(--fail)}.open{color:var(--open)}.pass{color:var(--pass)}.note{color:var(--soft)}`;

const frame = `
nav{display:flex;flex-wrap:wrap;gap:.4rem .9rem;align-items:center;padding:.7rem 1.25rem .4rem;border-bottom:1px solid var(--line);background:var(--paper);position:sticky;top:0;z-index:2}
nav .who{display:flex;gap:.5rem;align-items:center;font-weight:600;max-width:40%;flex:none}
nav .who .soft{font-weight:400}
nav .dot{width:.62rem;height:.62rem;border-radius:50%;background:currentColor;flex:none}
nav ul{display:flex;gap:1.1rem;overflow-x:auto;margin:0 -1.25rem;padding:0 1.25rem .2rem;width:calc(100% + 2.5rem);scrollbar-width:none}
nav li a{display:flex;gap:.5rem;justify-content:space-between;text-decoration:none;color:var(--soft);
white-space:nowrap;padding:.15rem 0}
nav li a:hover{color:var(--ink)}
nav li span{font-size:.87em}
.find{flex:1 1 9rem}
.find input{width:100%;font:inherit;font-size:1rem;color:inherit;background:var(--card);border:1px solid var(--line);
border-radius:7px;padding:.36rem .7rem}
.find output{display:block;font-size:.85rem;color:var(--soft)}
.find output:not(:empty){padding-top:.3rem}
main{padding:1.5rem 1.25rem 5rem;min-width:0}
main>*{max-width:70rem}
section{margin-top:3.6rem}
section>h2{display:flex;gap:.6rem;align-items:baseline}
section>h2 span{color:var(--soft);font-weight:400;font-size:1rem;letter-spacing:0}
section>h2+p{margin:.4rem 0 1.2rem;color:var(--soft);max-width:46rem}
footer{margin-top:4rem;padding-top:1.2rem;border-top:1px solid var(--line);color:var(--soft);font-size:.9rem}
footer p+p{margin-top:.4rem}
@media (min-width:62rem){
body{display:grid;grid-template-columns:15.5rem minmax(0,1fr)}
html{scroll-padding-top:1.5rem}
nav{display:block;height:100vh;overflow-y:auto;border:0;border-right:1px solid var(--line);padding:2.1rem 1.4rem}
nav .who{max-width:none}
nav ul{display:block;margin:1.3rem 0 0;padding:0;overflow:visible;width:auto}
nav li a{padding:.28rem 0}
.find{margin-top:1.2rem}
.find input{font-size:.93rem}
main{padding:2.1rem clamp(2rem,4vw,4.5rem) 6rem}}
.filtering main>:not(#resources){display:none}
.filtering #resources{margin-top:0}`;

const joined = (...parts: readonly string[]): string => parts.join("").replace(/\n/g, "");

/** Colours, type and the verdict: for a page that has no parts to go to. */
export const plainStyle = joined(colours, base, listStyle);

export const style = joined(colours, base, frame, listStyle, reachStyle, resourceStyle);
