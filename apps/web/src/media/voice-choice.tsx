/** What becomes of one's own voice: two switches, before the meeting and inside it, remembered by this browser. */
import { useWords } from '../i18n/use-words.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { preferencesChanged } from '../state/preferences-slice.ts';
import { Switch } from '../ui/switch.tsx';

/** `onChosen` is called after the choice was kept. */
export function VoiceChoice({ onChosen }: { onChosen: () => void }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const { noiseSuppression, originalSound } = useAppSelector(({ preferences }) => preferences);
  const choose = (choice: { noiseSuppression: boolean } | { originalSound: boolean }): void => {
    dispatch(preferencesChanged(choice));
    onChosen();
  };
  return (
    <div>
      <Switch
        label={t('voice.suppression')}
        hint={t(originalSound ? 'voice.suppressionOff' : 'voice.suppressionHint')}
        on={noiseSuppression && !originalSound}
        disabled={originalSound}
        onChange={(on) => choose({ noiseSuppression: on })}
      />
      <Switch
        label={t('voice.original')}
        hint={t('voice.originalHint')}
        on={originalSound}
        onChange={(on) => choose({ originalSound: on })}
      />
    </div>
  );
}
