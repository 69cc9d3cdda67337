/** The button before the meeting by which one hears oneself as others do, and the dialog in which that happens. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { errorWords } from '../i18n/error-words.ts';
import { type Translate, useLanguage, useWords } from '../i18n/use-words.ts';
import type { LocalMedia } from '../media/local-media.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { preferencesChanged } from '../state/preferences-slice.ts';
import { store } from '../state/store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import styles from './hear-yourself.module.scss';
import type { SoundCheckRun } from './sound-check.ts';
import type { SoundCheckFailure, SoundCheckState } from './sound-check-state.ts';

export function HearYourself({ media }: { media: LocalMedia }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [check, setCheck] = useState<SoundCheckRun>();
  const [opening, setOpening] = useState(false);
  useEffect(() => () => check?.close(), [check]);
  const open = async (): Promise<void> => {
    setOpening(true);
    // The engine of calls is loaded when it is needed first.
    const loaded = await import('./sound-check.ts').catch(() => undefined);
    setOpening(false);
    if (loaded === undefined) return;
    const wasOpen = media.track('microphone') !== undefined;
    const run = new loaded.SoundCheckRun({ media, preferences: () => store.getState().preferences });
    setCheck(run);
    await run.run();
    // Opened for this: the switch beside the picture shows it on, and so it is when one joins.
    if (!wasOpen && media.track('microphone') !== undefined) dispatch(preferencesChanged({ microphoneOn: true }));
  };
  return (
    <>
      <Button icon="sound" busy={opening} onClick={() => void open()}>
        {t('check.title')}
      </Button>
      {check && <SoundCheckDialog check={check} onClose={() => setCheck(undefined)} />}
    </>
  );
}

function SoundCheckDialog({ check, onClose }: { check: SoundCheckRun; onClose: () => void }) {
  const t = useWords();
  const state = useSyncExternalStore(check.subscribe, check.snapshot);
  const running = state.name === 'speaking' || state.name === 'playing';
  return (
    <Dialog title={t('check.title')} onClose={onClose}>
      <div className={styles.check}>
        <Words state={state} />
        {running && <progress aria-label={t('check.progress')} value={state.atMs} max={state.lengthMs} />}
      </div>
      <DialogActions>
        {/* One button for both, so that the focus stays on it. */}
        <Button busy={state.name === 'opening'} onClick={() => (running ? check.stop() : void check.run())}>
          {t(state.name === 'played' || state.name === 'failed' ? 'check.again' : 'check.stop')}
        </Button>
        <Button weight="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const words = {
  opening: 'check.opening',
  speaking: 'check.speak',
  playing: 'check.playing',
  played: 'check.played',
} as const;

function Words({ state }: { state: SoundCheckState }) {
  const t = useWords();
  const language = useLanguage();
  return (
    <>
      {/* There before its words, as screen readers want it; the seconds are for the eye alone. */}
      <p role="status" className={styles.words}>
        {state.name !== 'failed' && t(words[state.name])}
      </p>
      {state.name === 'speaking' && (
        <p aria-hidden="true" className={styles.seconds}>
          {Math.ceil((state.lengthMs - state.atMs) / 1_000)}
        </p>
      )}
      {state.name === 'failed' && (
        <p role="alert" className={styles.failure}>
          {failureWords(state.failure, t, (code) => errorWords(code, language))}
        </p>
      )}
    </>
  );
}

function failureWords(
  failure: SoundCheckFailure,
  t: Translate,
  ofCode: (code: Extract<SoundCheckFailure, { name: 'server' }>['code']) => string,
): string {
  switch (failure.name) {
    case 'server':
      return ofCode(failure.code);
    case 'microphone':
      return t(`trouble.microphone.${failure.trouble}`);
    case 'unreadable':
      return t('meeting.microphoneUnreadable');
    default:
      return t(`check.failed.${failure.name}`);
  }
}
