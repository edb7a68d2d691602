import { useState } from 'preact/hooks';
import { useSpeech } from '../speech.tsx';

/** Copies a text, and says that it did. */
export function Copy({ text, name }: { text: string; name: string }) {
  const { t } = useSpeech();
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" class="small" onClick={copy}>
      <span aria-live="polite">{isCopied ? t('popup.copied') : name}</span>
    </button>
  );
}
