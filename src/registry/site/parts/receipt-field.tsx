import { useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { useSpeech } from '../speech.tsx';

/** Where a receipt is typed. @param page below which its page is: `appeal` or `report` */
export function ReceiptField({ page }: { page: 'appeal' | 'report' }) {
  const { t } = useSpeech();
  const { route } = useLocation();
  const id = useId();
  const [receipt, setReceipt] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    if (receipt.trim() !== '') route(`/${page}/${encodeURIComponent(receipt.trim())}`);
  };
  return (
    <form onSubmit={submit}>
      <div class="field">
        <label for={id}>{t('site.receipt.label')}</label>
        <input
          id={id}
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={64}
          value={receipt}
          onInput={({ currentTarget }) => setReceipt(currentTarget.value)}
        />
      </div>
      <button type="submit">{t('site.receipt.button')}</button>
    </form>
  );
}
