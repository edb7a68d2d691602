/** The picture with an address as the browser names it: one in view rather than one that is not. */
export function findPicture(src: string): Element | null {
  const all = [...picturesOf(document)].filter((element) => addressesOf(element).includes(src));
  return all.find(isInView) ?? all[0] ?? null;
}

function* picturesOf(root: Document | ShadowRoot): Generator<Element> {
  yield* root.querySelectorAll('img, image, input[type=image]');
  for (const { shadowRoot } of root.querySelectorAll('*'))
    if (shadowRoot !== null) yield* picturesOf(shadowRoot);
}

function addressesOf(element: Element): readonly string[] {
  if (element instanceof HTMLImageElement) return [element.currentSrc, element.src];
  if (element instanceof HTMLInputElement) return [element.src];
  const href = element.getAttribute('href') ?? element.getAttribute('xlink:href') ?? '';
  return URL.canParse(href, document.baseURI) ? [new URL(href, document.baseURI).href] : [];
}

function isInView(element: Element): boolean {
  const { left, top, right, bottom, width } = element.getBoundingClientRect();
  return width > 0 && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
}
