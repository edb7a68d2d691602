/** Text of the page, perhaps over several nodes; offsets in UTF-16 code units. */
export interface TextPlace {
  readonly start: Text;
  readonly from: number;
  readonly end: Text;
  readonly to: number;
}

/** An element that carries an address where no text can be marked: an input, an attribute, a picture. */
interface ElementPlace {
  readonly element: Element;
}

/** A spot on the page: an element, a box in the window, or unknown. */
export type At = Element | DOMRectReadOnly | null;

/** Where an address stands. */
export type Place = TextPlace | ElementPlace;

/** The element that a place is in; null for a text that stands in none. */
export function elementOf(place: Place): Element | null {
  return 'element' in place ? place.element : place.start.parentElement;
}
