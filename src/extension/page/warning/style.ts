/** The host element's own style: inline and important, which no style sheet of the page outweighs. */
export const hostStyle = [
  'all: initial',
  'display: block',
  'position: fixed',
  'inset: 0 0 auto 0',
  'width: auto',
  'height: auto',
  'max-width: none',
  'margin: 0',
  'padding: 0',
  'border: 0',
  'overflow: visible',
  'background: none',
  'pointer-events: none',
  'z-index: 2147483647',
]
  .map((line) => `${line} !important;`)
  .join('');

/** What is shown in the host. Sizes in px: the page's root font size must not reach it, the browser's zoom does. */
export const style = `
.notice, .callout, .outline {
  --ground: #ffc53d; --text: #241700; --strong: #241700; --on-strong: #fff3d6; --edge: #8a4b00; --well: #fff3d6;
  box-sizing: border-box; direction: ltr;
}
.notice, .callout {
  pointer-events: auto; color: var(--text); background: var(--ground); text-align: start; overflow: auto;
  font: 400 15px/1.5 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
.notice {
  position: relative; z-index: 1; max-height: 60vh;
  border-bottom: 3px solid var(--edge); box-shadow: 0 2px 12px rgb(0 0 0 / 0.28);
}
:lang(zh-TW) { font-family: system-ui, -apple-system, "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", sans-serif; }
.inner {
  display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 2px 16px; align-items: center;
  max-width: 1120px; margin: 0 auto; padding: 14px 20px;
}
svg { display: block; width: 40px; height: 40px; fill: var(--strong); }
svg .cut { fill: var(--ground); }
p { margin: 0; overflow-wrap: anywhere; }
.from { font-size: 13px; font-weight: 600; letter-spacing: 0.02em; }
.title { font-size: 18px; line-height: 1.35; font-weight: 700; text-wrap: balance; }
.body { max-width: 72ch; }
.more { font-size: 13px; margin-top: 6px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; justify-content: flex-end; }
button {
  font: inherit; font-weight: 600; line-height: 1.3; color: inherit; background: none; cursor: pointer;
  border: 2px solid var(--strong); border-radius: 6px; padding: 7px 14px; min-height: 40px; white-space: nowrap;
}
button.first { color: var(--on-strong); background: var(--strong); }
button.plain { border-color: transparent; text-decoration: underline; text-underline-offset: 3px; padding-inline: 8px; }
button.way { font-size: 14px; min-height: 24px; padding: 2px 0; margin-inline-end: 4px; white-space: normal; text-align: start; border: 0; }
button:hover { text-decoration: underline; text-underline-offset: 3px; }
button:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px; }
.strip { border-bottom-width: 2px; font-size: 14px; }
.strip .inner { padding: 4px 16px; gap: 10px; }
.strip svg { width: 22px; height: 22px; }
.strip .from { display: none; }
.strip .title { font-size: 14px; display: inline; }
.strip .body { display: inline; }
.strip button { min-height: 28px; padding: 1px 10px; border-width: 1px; }
.pill {
  display: flex; align-items: center; gap: 6px; width: fit-content; margin: 8px 8px 0 auto;
  border: 2px solid var(--edge); border-radius: 999px; max-height: none; overflow: visible;
}
.pill button { display: flex; align-items: center; gap: 6px; border: 0; border-radius: 999px; padding: 4px 12px; min-height: 36px; }
.pill svg { width: 20px; height: 20px; }
.outlines { position: fixed; left: 0; top: 0; z-index: 0; pointer-events: none; }
.outline {
  position: absolute; pointer-events: none; border-radius: 4px;
  outline: 3px solid #ffc53d; box-shadow: 0 0 0 5px #8a4b00, inset 0 0 0 1px #8a4b00;
}
.outline svg {
  position: absolute; right: -10px; top: -11px; width: 16px; height: 16px; padding: 2px; border-radius: 5px;
  fill: #241700; background: #ffc53d; border: 1px solid #8a4b00;
}
.outline svg .cut { fill: #ffc53d; }
.outline.now { outline-style: dashed; outline-color: #ffd978; box-shadow: 0 0 0 6px #241700, inset 0 0 0 1px #241700; }
.callout {
  position: fixed; left: 0; top: 0; z-index: 2; width: 430px; max-width: calc(100vw - 16px); max-height: calc(100vh - 16px);
  padding: 12px 14px 14px; border: 2px solid var(--edge); border-radius: 10px; box-shadow: 0 6px 28px rgb(0 0 0 / 0.32);
}
.callout svg { position: absolute; left: 14px; top: 16px; width: 28px; height: 28px; }
.callout .from, .callout .title { margin: 0 36px 0 40px; }
.callout .title { font-size: 16px; }
.callout.calm .from, .callout.calm .title { margin-left: 0; }
.callout .body { font-size: 14px; margin-top: 8px; }
.close {
  position: absolute; right: 4px; top: 4px; border-color: transparent; min-width: 36px; min-height: 36px; padding: 0;
  font-size: 22px; font-weight: 400;
}
.rows { display: grid; gap: 6px; margin-top: 10px; }
.label { font-size: 13px; font-weight: 600; }
.address {
  font: 400 14px/1.6 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: normal; word-break: break-all;
  padding: 4px 8px; border-radius: 6px; background: var(--well);
}
.address b { font-weight: 700; text-decoration: underline 2px; text-underline-offset: 3px; }
.calm { --ground: #ffffff; --edge: #6b6b70; --text: #1d1d20; --strong: #1d1d20; --well: #f0f0f3; }
@media (max-width: 760px) {
  .notice { font-size: 14px; }
  .inner { grid-template-columns: auto minmax(0, 1fr); padding: 12px 14px; gap: 2px 12px; align-items: start; }
  svg { width: 32px; height: 32px; }
  .title { font-size: 17px; }
  .actions {
    grid-column: 1 / -1; justify-content: flex-start; position: sticky; bottom: 0; margin-bottom: -12px;
    padding: 8px 0 12px; background: var(--ground);
  }
  .actions button { flex: 1 1 auto; min-height: 44px; }
  .close { min-width: 44px; min-height: 44px; }
  .strip .inner { padding: 6px 12px; }
  .strip .actions { margin-bottom: -6px; padding: 2px 0 6px; }
  .strip .actions button { flex: 0 1 auto; }
}
@media (prefers-color-scheme: dark) {
  .notice, .callout { --ground: #2b1d00; --text: #ffe7b3; --strong: #ffc53d; --on-strong: #241700; --edge: #ffc53d; --well: #453003; }
  .calm { --ground: #26262a; --edge: #8e8e95; --text: #f0f0f3; --strong: #f0f0f3; --well: #38383d; }
}
@media (prefers-contrast: more) {
  .notice, .callout { --edge: var(--text); }
  .notice { border-bottom-width: 4px; }
  .callout { border-width: 3px; }
}
@media (forced-colors: active) {
  .notice, .callout {
    --ground: Canvas; --text: CanvasText; --strong: CanvasText; --on-strong: Canvas; --edge: CanvasText; --well: Canvas;
  }
  .outline { outline-color: Highlight; }
  .outline svg { fill: CanvasText; background: Canvas; border-color: CanvasText; }
  .outline svg .cut { fill: Canvas; }
  button, button.first { color: ButtonText; background: ButtonFace; border-color: ButtonText; }
}
@media (prefers-reduced-motion: no-preference) {
  .notice { animation: come 160ms ease-out; }
  .callout { animation: appear 120ms ease-out; }
  @keyframes come { from { transform: translateY(-12px); opacity: 0; } }
  @keyframes appear { from { opacity: 0; } }
}
@media print { .notice, .callout, .outlines { display: none; } }
`;
