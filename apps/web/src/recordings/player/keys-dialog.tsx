/** The player's keys, in words. */
import type { WordKey } from '../../i18n/translate.ts';
import { useWords } from '../../i18n/use-words.ts';
import styles from '../../meeting/dialogs.module.scss';
import { Dialog } from '../../ui/dialog.tsx';
import own from './picture.module.scss';

const keys: readonly (readonly [keys: readonly string[], words: WordKey])[] = [
  [['K'], 'keys.play'],
  [['←', '→'], 'keys.arrows'],
  [['J', 'L'], 'keys.jl'],
  [['↑', '↓'], 'keys.volume'],
  [['M'], 'keys.mute'],
  [['C'], 'keys.captions'],
  [['F'], 'keys.fullScreen'],
  [['<', '>'], 'keys.speed'],
  [['0', '9'], 'keys.digits'],
  [['?'], 'keys.help'],
];

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  return (
    <Dialog title={t('player.help')} onClose={onClose}>
      <div className={own.keys}>
        <p className={styles.small}>{t('keys.where')}</p>
        <dl className={styles.keys}>
          {keys.map(([all, words]) => (
            <div key={words}>
              <dt>
                {words === 'keys.play' && <kbd>{t('help.space')}</kbd>}
                {all.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{t(words)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  );
}
