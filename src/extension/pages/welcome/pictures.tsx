import { Mark } from '../../../../assets/icons/mark.tsx';
import { kindWord } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { SignIcon } from '../parts/sign-icon.tsx';

/*
 * Small pictures of what Baize shows, drawn with the same colours. They are hidden from screen readers: the text
 * beside each says the same.
 */

/** A sample address, of no chain: it is made of no one's key. */
const sampleAddress = '0x0000…sample';

/** The red page. */
export function StopPicture() {
  const { t } = useSpeech();
  return (
    <div class="picture picture-stop" aria-hidden="true">
      <Mark size={16} />
      <small>{t(kindWord('fake_platform'))}</small>
      <b>{t('welcome.sample.stop')}</b>
      <span class="picture-button">{t('stop.back')}</span>
    </div>
  );
}

/** The amber banner above a page. */
export function BannerPicture() {
  const { t } = useSpeech();
  return (
    <div class="picture" aria-hidden="true">
      <div class="picture-banner">
        <SignIcon sign="caution" />
        <span>{t('welcome.sample.banner')}</span>
      </div>
      <i />
      <i />
      <i class="short" />
    </div>
  );
}

/** A marked address in a text. */
export function MarkPicture() {
  const { t } = useSpeech();
  return (
    <div class="picture" aria-hidden="true">
      <i />
      <p>
        {t('welcome.sample.text')} <mark>{sampleAddress}</mark>
      </p>
      <i class="short" />
    </div>
  );
}
