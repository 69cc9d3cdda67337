/** Before the meeting: see oneself, choose devices, say who one is, come in. Works without any device or permission. */
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiFailure, failureCode } from '../api/http.ts';
import { meetings } from '../api/meetings.ts';
import { errorWords, type FailureCode } from '../i18n/error-words.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { DeviceChoice } from '../media/device-choice.tsx';
import type { LocalMedia } from '../media/local-media.ts';
import { dayAndTime } from '../meetings/dates.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { preferencesChanged } from '../state/preferences-slice.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Frame } from '../ui/frame.tsx';
import { useTitle } from '../ui/use-title.ts';
import { HearYourself } from './hear-yourself.tsx';
import styles from './join.module.scss';
import { passwordInHash } from './meeting-link.ts';
import type { Place } from './place.ts';
import { Preview } from './preview.tsx';

interface PreJoinProps {
  conference: Conference;
  media: LocalMedia;
  refusal: FailureCode | undefined;
  /** The password that let one in before, at this page. */
  typedPassword: string | undefined;
  onJoined: (place: Place, password: string | undefined) => void;
}

export function PreJoin({ conference, media, refusal, typedPassword, onJoined }: PreJoinProps) {
  const t = useWords();
  const language = useLanguage();
  const dispatch = useAppDispatch();
  const session = useAppSelector((state) => state.session);
  const preferences = useAppSelector((state) => state.preferences);
  const [typedName, setTypedName] = useState<string>();
  const [password, setPassword] = useState('');
  const [knownPassword, setKnownPassword] = useState(() => passwordInHash(window.location.hash) ?? typedPassword);
  const [failure, setFailure] = useState<FailureCode | undefined>(refusal);
  const [busy, setBusy] = useState(false);
  const nameField = useRef<HTMLDivElement>(null);
  useTitle(conference.name);

  const name = typedName ?? (session.status === 'signedIn' ? session.user.name : preferences.guestName);
  const asksPassword = conference.passwordRequired && !conference.own && knownPassword === undefined;

  // Opened once, as the last meeting was entered; the switches do the rest
  useEffect(() => {
    if (preferences.cameraOn) void media.open('camera', preferences.cameraId);
    if (preferences.microphoneOn) void media.open('microphone', preferences.microphoneId);
  }, [media]);

  const join = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (name.trim() === '') {
      setFailure('name_missing');
      nameField.current?.querySelector('input')?.focus();
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      const used = knownPassword ?? (password === '' ? undefined : password);
      const answer = await meetings.join(conference.id, {
        name: name.trim(),
        ...(used === undefined ? {} : { password: used }),
      });
      if (session.status !== 'signedIn') dispatch(preferencesChanged({ guestName: name.trim() }));
      const { cameraOn, microphoneOn } = preferences;
      onJoined({ ...answer, name: name.trim(), cameraOn, microphoneOn }, used);
    } catch (error) {
      const code = failureCode(error);
      if (error instanceof ApiFailure && code.startsWith('join_password')) setKnownPassword(undefined);
      setFailure(code);
      setBusy(false);
    }
  };

  const aboutName = failure === 'name_missing' || failure === 'name_too_long';
  const aboutPassword = failure === 'join_password_wrong' || failure === 'join_password_required';
  const words = failure === undefined ? undefined : errorWords(failure, language);

  return (
    <Frame>
      <div className={styles.preJoin}>
        <Preview media={media} name={name} />
        <form className={styles.card} onSubmit={(event) => void join(event)} noValidate>
          <div>
            <h1>{conference.name}</h1>
            <p className={styles.soft}>
              {conference.live ? t('prejoin.live') : dayAndTime(conference.startsAt, language)}
            </p>
          </div>
          <div ref={nameField}>
            <Field
              label={t('prejoin.name')}
              autoComplete="name"
              maxLength={50}
              value={name}
              error={aboutName ? words : undefined}
              onChange={(event) => setTypedName(event.target.value)}
            />
          </div>
          {asksPassword && (
            <Field
              label={t('prejoin.password')}
              type="text"
              autoComplete="off"
              spellCheck={false}
              maxLength={50}
              value={password}
              error={aboutPassword ? words : undefined}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
          {words !== undefined && !aboutName && !(aboutPassword && asksPassword) && (
            <p role="alert" className={styles.error}>
              {words}
            </p>
          )}
          <Button weight="primary" type="submit" busy={busy}>
            {t('prejoin.join')}
          </Button>
          <details className={styles.devices} open={window.innerWidth >= 900}>
            <summary>{t('prejoin.devices')}</summary>
            <DeviceChoice
              media={media}
              onChosen={(kind, id) => void media.open(kind, id)}
              onVoiceChosen={() => void media.recapture(preferences.microphoneId, async () => undefined)}
            />
            <HearYourself media={media} />
          </details>
        </form>
      </div>
    </Frame>
  );
}
