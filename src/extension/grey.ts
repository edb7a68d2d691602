/**
 * Pixels in grey. What shines through is put on white, or on black when the picture itself is light: a code that is
 * drawn without its ground stands on the page's.
 *
 * @param pixels red, green, blue, opacity, row by row
 * @returns a byte a pixel
 */
export function greyOf(pixels: Uint8ClampedArray): Uint8Array {
  const grey = new Uint8Array(pixels.length / 4);
  let light = 0;
  let opaque = 0;
  for (let i = 0; i < grey.length; i += 1) {
    const [red, green, blue, opacity] = [
      pixels[4 * i]!,
      pixels[4 * i + 1]!,
      pixels[4 * i + 2]!,
      pixels[4 * i + 3]!,
    ];
    grey[i] = (2 * red + 5 * green + blue) / 8;
    light += grey[i]! * opacity;
    opaque += opacity;
  }
  const ground = light > 128 * opaque ? 0 : 255;
  for (let i = 0; i < grey.length; i += 1)
    grey[i] = ground + ((grey[i]! - ground) * pixels[4 * i + 3]!) / 255;
  return grey;
}
