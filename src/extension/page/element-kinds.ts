/** What the guard has to know of an element, by its name alone: asked for every element of a page. */
export interface ElementKind {
  /** Its text runs on with the text around it. */
  readonly isInline: boolean;
  /** Neither its text nor its attributes are shown as part of the page. */
  readonly isSilent: boolean;
  /** Not the document's outermost elements, whose text is not only what is shown. */
  readonly isShown: boolean;
  readonly isField: boolean;
  /** It may show a code. */
  readonly isPicture: boolean;
  /** It may have a shadow tree; a custom element perhaps later. */
  readonly mayHost: boolean;
  readonly isCustom: boolean;
}

const INLINE =
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup time tspan tt u var wbr';
const SILENT = 'script style noscript template textarea title iframe noframes link meta base';
const OUTER = 'html head';
const FIELD = 'input textarea';
const PICTURE = 'img canvas svg';
/** The DOM standard's list (attachShadow). */
const HOST = 'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span';

const known = new Map<string, ElementKind>();
const has = (names: string, name: string): boolean => ` ${names} `.includes(` ${name} `);

/** @param name its local name; custom elements have a hyphen in theirs, and are shown inline unless styled */
export function kindOf(name: string): ElementKind {
  let kind = known.get(name);
  if (kind !== undefined) return kind;
  const isCustom = name.includes('-');
  kind = {
    isInline: isCustom || has(INLINE, name),
    isSilent: has(SILENT, name),
    isShown: !has(SILENT, name) && !has(OUTER, name),
    isField: has(FIELD, name),
    isPicture: has(PICTURE, name),
    mayHost: isCustom || has(HOST, name),
    isCustom,
  };
  // A page may make up names without end.
  if (known.size < MOST_NAMES) known.set(name, kind);
  return kind;
}

const MOST_NAMES = 500;
