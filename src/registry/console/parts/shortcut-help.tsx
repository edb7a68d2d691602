import { useState } from 'preact/hooks';
import { areShortcutsOn, turnShortcuts } from '../shortcuts.ts';
import { useSpeech } from '../speech.tsx';
import { Dialog } from './dialog.tsx';

const groups = [
  [
    'keys.queue',
    [
      [['j', '↓'], 'keys.next'],
      [['k', '↑'], 'keys.previous'],
      [['Enter'], 'keys.open'],
      [['a'], 'keys.assign'],
      [['x'], 'keys.mark'],
      [['/'], 'keys.search'],
    ],
  ],
  [
    'keys.case',
    [
      [['v'], 'keys.vote'],
      [['a'], 'keys.assign'],
      [['n'], 'keys.nextCase'],
      [['p'], 'keys.previousCase'],
      [['u'], 'keys.back'],
    ],
  ],
  ['keys.everywhere', [[['?'], 'keys.help']]],
] as const;

/** All keys that do something, and the switch that turns them off. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useSpeech();
  const [isOn, setOn] = useState(areShortcutsOn());
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      {groups.map(([title, keys]) => (
        <section key={title}>
          <h3>{t(title)}</h3>
          <dl class="keys-list">
            {keys.map(([names, what]) => (
              <div key={what}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{t(what)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label class="check">
        <input
          type="checkbox"
          checked={isOn}
          onChange={() => {
            turnShortcuts(!isOn);
            setOn(!isOn);
          }}
        />
        <span>{t('keys.on')}</span>
      </label>
      <button type="button" class="filled" onClick={onClose}>
        {t('app.close')}
      </button>
    </Dialog>
  );
}
