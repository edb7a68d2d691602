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

/** The banner's style. Sizes in px: the page's root font size must not reach it, the browser's zoom does. */
export const bannerStyle = `
.notice {
  --ground: #ffc53d; --text: #241700; --strong: #241700; --on-strong: #fff3d6; --edge: #8a4b00;
  box-sizing: border-box; direction: ltr; pointer-events: auto; color: var(--text); background: var(--ground);
  border-bottom: 3px solid var(--edge); box-shadow: 0 2px 12px rgb(0 0 0 / 0.28);
  font: 400 15px/1.5 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  max-height: 60vh; overflow: auto; text-align: start;
}
.notice:lang(zh-TW) { font-family: system-ui, -apple-system, "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", sans-serif; }
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
.actions { display: flex; flex-wrap: wrap; gap: 8px; justify-content: flex-end; }
button {
  font: inherit; font-weight: 600; line-height: 1.3; color: inherit; background: none; cursor: pointer;
  border: 2px solid var(--strong); border-radius: 6px; padding: 7px 14px; min-height: 40px; white-space: nowrap;
}
button.first { color: var(--on-strong); background: var(--strong); }
button.plain { border-color: transparent; text-decoration: underline; text-underline-offset: 3px; padding-inline: 8px; }
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
@media (max-width: 760px) {
  .notice { font-size: 14px; }
  .inner { grid-template-columns: auto minmax(0, 1fr); padding: 12px 14px; gap: 2px 12px; align-items: start; }
  svg { width: 32px; height: 32px; }
  .title { font-size: 17px; }
  .actions {
    grid-column: 1 / -1; justify-content: flex-start; position: sticky; bottom: 0; margin-bottom: -12px;
    padding: 8px 0 12px; background: var(--ground);
  }
  .actions button { flex: 1 1 auto; }
  .strip .inner { padding: 6px 12px; }
  .strip .actions { margin-bottom: -6px; padding: 2px 0 6px; }
  .strip .actions button { flex: 0 1 auto; }
}
@media (prefers-color-scheme: dark) {
  .notice { --ground: #2b1d00; --text: #ffe7b3; --strong: #ffc53d; --on-strong: #241700; --edge: #ffc53d; }
}
@media (prefers-contrast: more) {
  .notice { --edge: var(--text); border-bottom-width: 4px; }
}
@media (forced-colors: active) {
  .notice { --ground: Canvas; --text: CanvasText; --strong: CanvasText; --on-strong: Canvas; --edge: CanvasText; }
  button, button.first { color: ButtonText; background: ButtonFace; border-color: ButtonText; }
}
@media (prefers-reduced-motion: no-preference) {
  .notice { animation: come 160ms ease-out; }
  @keyframes come { from { transform: translateY(-12px); opacity: 0; } }
}
@media print { .notice { display: none; } }
`;
