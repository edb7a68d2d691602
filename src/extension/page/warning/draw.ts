const HTML = 'http://www.w3.org/1999/xhtml';
const SVG = 'http://www.w3.org/2000/svg';
const SIGN =
  'M24 4.500a4 4 0 0 1 3.500 2L45.300 37a4 4 0 0 1-3.500 6H6.200a4 4 0 0 1-3.500-6L20.500 6.500a4 4 0 0 1 3.500-2z';
const CUT = 'M21.500 15h5l-.9 14h-3.200zM24 32a3 3 0 1 1 0 6 3 3 0 0 1 0-6z';

/** An element of HTML; the namespace is named because a page may be XML. */
export function element(name: string, className: string, children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElementNS(HTML, name) as HTMLElement;
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

/** A button that only a person presses: a page can not click what it can not see, and must not by other ways. */
export function button(text: string, className: string, act: () => void): HTMLButtonElement {
  const made = element('button', className, [text]) as HTMLButtonElement;
  made.type = 'button';
  made.addEventListener('click', (event) => event.isTrusted && act());
  return made;
}

/** The sign of a warning: a triangle with its mark cut out. */
export function sign(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 48 48');
  svg.setAttribute('aria-hidden', 'true');
  for (const [shape, className] of [
    [SIGN, ''],
    [CUT, 'cut'],
  ] as const) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', shape);
    path.setAttribute('class', className);
    svg.append(path);
  }
  return svg;
}
