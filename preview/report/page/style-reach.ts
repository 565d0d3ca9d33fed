/** The two drawings of who can reach whom. */
export const reachStyle = `
.drawing{overflow-x:auto;margin:.8rem 0 1.4rem;padding:1rem;border:1px solid var(--line);border-radius:10px;background:var(--card)}
.reach text{font:11.5px ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink)}
.reach .end{text-anchor:end}
.reach .head{fill:var(--soft)}
.reach g rect{fill:var(--sunk);stroke:var(--line)}
.reach g.sky rect{fill:var(--internet-bg);stroke:var(--internet)}
.reach path{fill:none;stroke:var(--soft);stroke-opacity:.55;stroke-width:1.3}
.reach path.open{stroke:var(--open);stroke-dasharray:4 3}
.reach path.rule{stroke:var(--line);stroke-opacity:1;stroke-width:1}
.reach>rect{fill:var(--soft)}
.reach>rect.internet{fill:var(--internet)}
.reach>rect.open{fill:var(--open)}
#reach p{margin:.5rem 0}
#reach p code{white-space:nowrap}
#reach summary{cursor:pointer;color:var(--link)}`;
