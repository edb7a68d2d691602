/** What may hold an address, or get one without a word: inputs, pictures, shadow trees, places where scripts write. */
const PROMISING =
  /<(?:input|textarea|img|canvas|svg|[a-z][^\s>/]*-)|\s(?:id|contenteditable)\b|shadowroot|[0-9A-Za-z_+/:-]{25}|%[2-7]/i;
/** More than this is read anyway. */
const LONGEST = 4_000;
/** As the scanner has it; not its own, as that would run the scanner in every idle frame. */
const SHORTEST = 25;

/**
 * Waits until a frame holds anything at all: many that advertise, count or quote never do, and a page may have a
 * thousand of them. All that is paid for such a frame is one look, and an ear for its first change.
 *
 * @param begin called once
 */
export function whenPromising(begin: () => void): void {
  const root = document.documentElement as Element | null;
  if (root === null || isPromising(root)) {
    begin();
    return;
  }
  const observer = new MutationObserver(() => {
    observer.disconnect();
    whenPromising(begin);
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** No address is in less text than it takes, however it is split; nor in attributes without a long word. */
function isPromising(root: Element): boolean {
  if (root.localName !== 'html') return true;
  const html = root.innerHTML;
  if (html.length > LONGEST || textOf(html).length >= SHORTEST || PROMISING.test(html)) return true;
  for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot !== null) return true;
  }
  return false;
}

function textOf(html: string): string {
  return html.replaceAll(/<style[^>]*>[^<]*<\/style>|<title>[^<]*<\/title>|<[^>]*>|\s+/g, '');
}
