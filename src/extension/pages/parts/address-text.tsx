/**
 * An address in its short form. The rest is there, without width: who selects the text, hovers over it or hears it gets
 * the whole address.
 *
 * @param short its start, `…` and its end; or the whole text, where there is nothing to leave out
 */
export function AddressText({ text, short }: { text: string; short: string }) {
  const [head = '', tail = ''] = short.split('…');
  const from = text.indexOf(head);
  if (short === text || from === -1) return <code class="address">{text}</code>;
  return (
    <code class="address" title={text}>
      <span class="left-out">{text.slice(0, from)}</span>
      {head}
      <span class="left-out middle">{text.slice(from + head.length, text.length - tail.length)}</span>
      {tail}
    </code>
  );
}
