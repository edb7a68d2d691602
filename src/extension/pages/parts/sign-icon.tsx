/** The three looks of a verdict. Each has its own outline, so that colour is never the only difference (R13). */
export type Sign = 'stop' | 'caution' | 'quiet';

const outlines: Readonly<Record<Sign, string>> = {
  stop: 'M7.500 1.500h9l6 6v9l-6 6h-9l-6-6v-9zM7 10.500v3h10v-3z',
  caution: 'M12 1.500 23.500 22H.5zM10.800 9v6.500h2.400V9zm0 8v2.400h2.400V17z',
  quiet:
    'M12 1.500a10.500 10.500 0 1 0 0 21 10.500 10.500 0 0 0 0-21zm0 2.400a8.100 8.100 0 1 1 0 16.200 8.100 8.100 0 0 1 0-16.200z',
};

/** The sign beside a verdict's words. */
export function SignIcon({ sign }: { sign: Sign }) {
  return (
    <svg class="sign" width="28" height="28" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path fill-rule="evenodd" d={outlines[sign]} />
    </svg>
  );
}
