import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';

/** What stands behind the `#` of the address, which browsers send to nobody; empty for nothing, or what can not be read. */
export function useHash(): string {
  const { url } = useLocation();
  const [hash, setHash] = useState(readHash);
  // A new one comes with a new address of the page, or alone.
  useEffect(() => {
    const read = () => setHash(readHash());
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, [url]);
  return hash;
}

function readHash(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}
