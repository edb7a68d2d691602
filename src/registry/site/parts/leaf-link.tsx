import { useSpeech } from '../speech.tsx';

/** Where in the log something stands. */
export function LeafLink({ leaf }: { leaf: number }) {
  const { t } = useSpeech();
  return (
    <p>
      <a class="quiet-text" href={`/log#leaf-${leaf}`}>
        {t('site.why.leaf', { leaf })}
      </a>
    </p>
  );
}
