/** Parts whose colours are taken over, at most. */
const parts = 3_000;

/**
 * An SVG of the page as an image that can be drawn, with the colours that the page's style sheets give it.
 *
 * It is copied into a document of its own, where nothing of the page hears of it, and is handed to the browser as an
 * image: nothing in it runs, and nothing is fetched for it.
 *
 * @returns null when it can not be drawn as it stands
 */
export async function rasterise(svg: SVGSVGElement, side: number): Promise<HTMLImageElement | null> {
  const copy = document.implementation.createDocument(null, null).importNode(svg, true);
  paint(svg, copy);
  copy.setAttribute('width', String(side));
  copy.setAttribute('height', String(side));
  const url = URL.createObjectURL(
    new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }),
  );
  const image = new Image(side, side);
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Colours by class and by inheritance come from outside of the SVG. */
function paint(svg: SVGSVGElement, copy: SVGSVGElement): void {
  const { color, fill } = getComputedStyle(svg);
  copy.setAttribute('style', `color:${color};fill:${fill}`);
  const classed = copy.querySelectorAll<SVGElement>('[class]');
  svg.querySelectorAll('[class]').forEach((part, i) => {
    if (i < parts) classed[i]?.style.setProperty('fill', getComputedStyle(part).fill);
  });
}
