/** How the sound of a meeting reaches people: two ways, each with the sentence that tells them apart. */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import { useId } from 'react';
import { useWords } from '../i18n/use-words.ts';
import styles from './sound-mode-choice.module.scss';

interface SoundModeChoiceProps {
  mode: SoundMode;
  onChoose: (mode: SoundMode) => void;
}

const modes = [
  ['mixed', 'sound.mixed', 'sound.mixedHint'],
  ['forwarded', 'sound.forwarded', 'sound.forwardedHint'],
] as const;

export function SoundModeChoice({ mode: chosen, onChoose }: SoundModeChoiceProps) {
  const t = useWords();
  const id = useId();
  return (
    <fieldset className={styles.choice}>
      <legend>{t('sound.title')}</legend>
      {modes.map(([mode, words, hint]) => (
        <div key={mode} className={styles.mode}>
          <input
            id={`${id}-${mode}`}
            type="radio"
            name={id}
            checked={mode === chosen}
            aria-describedby={`${id}-${mode}-hint`}
            onChange={() => onChoose(mode)}
          />
          <label htmlFor={`${id}-${mode}`}>{t(words)}</label>
          <p id={`${id}-${mode}-hint`}>{t(hint)}</p>
        </div>
      ))}
    </fieldset>
  );
}
