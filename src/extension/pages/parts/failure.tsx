import { useSpeech } from '../language.tsx';

/** Says what did not work and offers to try again. */
export function Failure({ text, again }: { text: string; again?: () => void }) {
  const { t } = useSpeech();
  return (
    <div class="failure" role="alert">
      <p>{text}</p>
      {again && (
        <button type="button" onClick={again}>
          {t('app.again')}
        </button>
      )}
    </div>
  );
}
