/** Asks how soon the rooms close, and says what that means for those who are inside. */
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import styles from './dialogs.module.scss';

const choicesSeconds = [0, 10, 30, 60] as const;

export function CloseDialog({ onAct, onClose }: { onAct: (inSeconds: number) => void; onClose: () => void }) {
  const t = useWords();
  const [seconds, setSeconds] = useState<number>(30);
  const choices = useRef<HTMLFieldSetElement>(null);
  // The one that is chosen, not the first.
  useEffect(() => choices.current?.querySelector<HTMLElement>(':checked')?.focus(), []);
  return (
    <Dialog title={t('rooms.closeAsk')} onClose={onClose}>
      <p>{t('rooms.closeText')}</p>
      <fieldset ref={choices} className={styles.radios}>
        <legend>{t('rooms.closeWhen')}</legend>
        {choicesSeconds.map((choice) => (
          <label key={choice}>
            <input type="radio" name="closing" checked={choice === seconds} onChange={() => setSeconds(choice)} />
            {choice === 0 ? t('rooms.closeNow') : t('rooms.closeIn', { count: choice })}
          </label>
        ))}
      </fieldset>
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button weight="danger" onClick={() => onAct(seconds)}>
          {t('rooms.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
