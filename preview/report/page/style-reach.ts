/** The drawings: who can reach whom, and what the parts cost. */
export const reachStyle = `
.drawing{overflow-x:auto;margin:.8rem 0 1.4rem;padding:1rem;border:1px solid var(--line);border-radius:10px;background:var(--card)}
.reach text{font:11.5px ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink)}
.reach .end{text-anchor:end}
.reach .head{fill:var(--soft)}
.reach g rect{fill:var(--sunk);stroke:var(--line)}
.reach g.sky rect{fill:var(--internet-bg);stroke:var(--internet)}
.reach path{fill:none;stroke:var(--soft);stroke-opacity:.55;stroke-width:1.3}
.reach path.open{stroke:var(--open);stroke-dasharray:4 3}
.reach path.new,.reach path.other{stroke:var(--fail);stroke-opacity:1;stroke-width:2}
.reach path.other{stroke-dasharray:6 2}
.reach path.rule{stroke:var(--line);stroke-opacity:1;stroke-width:1}
.reach>rect{fill:var(--soft)}
.reach>rect.internet{fill:var(--internet)}
.reach>rect.open{fill:var(--open)}
.reach>rect.new{fill:var(--fail)}
.reach>rect.other{fill:none;stroke:var(--fail);stroke-width:2.5}
.reach>rect.gone{fill:none;stroke:var(--soft);stroke-dasharray:2 2}
.mark{display:inline-block;width:.75rem;height:.75rem;border-radius:2px;margin:0 .35rem 0 .9rem;vertical-align:-.05rem}
.mark.new{background:var(--fail)}.mark.other{box-shadow:inset 0 0 0 2.5px var(--fail)}.mark.gone{border:1px dashed var(--soft)}
.bars text{font:11.5px ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink)}
.bars rect{fill:var(--internet);fill-opacity:.3}.bars rect.low{fill-opacity:1}
.bars .was{stroke:var(--fail);stroke-width:2}
.mark.low{background:var(--internet)}.mark.high{background:var(--internet);opacity:.3}
.mark.line{width:2px;border-radius:0;background:var(--fail)}
#reach p{margin:.5rem 0}
#reach p code{white-space:nowrap}
#reach summary{cursor:pointer;color:var(--link)}`;
