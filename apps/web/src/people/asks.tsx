/** What waits for this person's answer: somebody at the door, a host who asks them to speak or to be seen. One line each, however many there are. */
import { may } from '@veche/contracts/signalling/permissions.ts';
import { useMemo } from 'react';
import type { Values, WordKey } from '../i18n/translate.ts';
import { useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { type AskedFor, answered, leftWaiting } from '../state/people-slice.ts';
import { peopleToggled } from '../state/side-panels.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import styles from './asks.module.scss';

export function Asks() {
  return (
    <>
      <Door />
      <AskedForDevice what="microphone" />
      <AskedForDevice what="camera" />
    </>
  );
}

function Door() {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const standing = useAppSelector((state) => state.call.call.standing);
  const waiting = useAppSelector((state) => state.call.call.host?.waiting);
  const { letWait, open } = useAppSelector((state) => state.people);
  const fresh = useMemo(
    () => waiting?.filter(({ connected, participantId }) => connected && !letWait.includes(participantId)) ?? [],
    [waiting, letWait],
  );
  const [first] = fresh;
  if (first === undefined || open || !may(standing, 'admit')) return null;
  const { participantId, name } = first;
  const one = fresh.length === 1;
  return (
    <Ask
      icon="door"
      words={one ? 'ask.waiting' : 'people.waitingCount'}
      values={one ? { name } : { count: fresh.length }}
      onClose={() => dispatch(leftWaiting(waiting?.map((person) => person.participantId) ?? []))}
    >
      {one && (
        <button type="button" onClick={() => void session.order('admit', { participantIds: [participantId] })}>
          {t('people.admit')}
        </button>
      )}
      <button type="button" onClick={() => dispatch(peopleToggled())}>
        {t('ask.show')}
      </button>
    </Ask>
  );
}

function AskedForDevice({ what }: { what: AskedFor }) {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const by = useAppSelector((state) => state.people.askedBy[what]);
  if (by === undefined) return null;
  const isVoice = what === 'microphone';
  return (
    <Ask
      icon={what}
      words={isVoice ? 'ask.unmute' : 'ask.startVideo'}
      values={{ name: by }}
      onClose={() => dispatch(answered(what))}
    >
      <button
        type="button"
        onClick={() => {
          dispatch(answered(what));
          void (isVoice ? session.setMicrophone(true) : session.setCamera(true));
        }}
      >
        {t(isVoice ? 'control.unmute' : 'control.startVideo')}
      </button>
    </Ask>
  );
}

interface AskProps {
  icon: IconName;
  words: WordKey;
  values: Values;
  onClose: () => void;
  children: React.ReactNode;
}

function Ask({ icon, words, values, onClose, children }: AskProps) {
  const t = useWords();
  return (
    <div className={styles.ask}>
      <Icon name={icon} />
      <p>{t(words, values)}</p>
      <div className={styles.acts}>{children}</div>
      <button
        type="button"
        className={styles.close}
        aria-label={t('common.close')}
        title={t('common.close')}
        onClick={onClose}
      >
        <Icon name="close" size={18} />
      </button>
    </div>
  );
}
