import { visible } from '../../../core/visible.ts';
import type { PreviewLine } from '../../desk/api.ts';
import { useSpeech } from '../speech.tsx';
import { kindWord } from '../words.ts';
import { ReportCount } from './report-count.tsx';

/** What a batch would be about, line for line as it was typed; what can not be listed comes first. */
export function PreviewTable({ lines }: { lines: readonly PreviewLine[] }) {
  const { t } = useSpeech();
  const refused = lines.filter(({ refusal }) => refusal !== null);
  const taken = lines.filter(({ refusal }) => refusal === null);
  const listed = taken.filter((line) => line.listed !== null).length;
  return (
    <section>
      <h2>{t('batch.lines')}</h2>
      <p role="status">{t('batch.summary', { taken: taken.length, refused: refused.length, listed })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard too */}
      <section class="scroll" tabIndex={0} aria-label={t('batch.lines')}>
        <table class="preview">
          <thead>
            <tr>
              <th scope="col">{t('batch.line')}</th>
              <th scope="col">{t('batch.key')}</th>
              <th scope="col">{t('batch.known')}</th>
            </tr>
          </thead>
          <tbody>
            {[...refused, ...taken].map((line, index) => (
              <tr key={index} class={line.refusal === null ? '' : 'refused'}>
                <td class="key">{visible(line.text)}</td>
                <td class={line.refusal === null ? 'key' : 'why'}>
                  {line.refusal === null ? visible(line.key ?? '') : <Refused line={line} />}
                </td>
                <td>
                  {line.listed && <b>{t('case.listedAs', { kind: t(kindWord(line.listed)) })}</b>}{' '}
                  {line.reports > 0 && <ReportCount of={line.reports} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Refused({ line }: { line: PreviewLine }) {
  const { t } = useSpeech();
  return (
    <>
      {t('batch.refused')} <span lang="en">{line.refusal}</span>
    </>
  );
}
