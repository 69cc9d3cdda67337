/** The front door: what this is, start a meeting, join one, and what is planned. */
import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { meetings } from '../api/meetings.ts';
import { useWords } from '../i18n/use-words.ts';
import { pathOfLink } from '../join/meeting-link.ts';
import { SoundModeChoice } from '../media/sound-mode-choice.tsx';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { preferencesChanged } from '../state/preferences-slice.ts';
import { tellFailure } from '../state/tell-failure.ts';
import buttonStyles from '../ui/button.module.scss';
import { Button } from '../ui/button.tsx';
import { Frame } from '../ui/frame.tsx';
import { Icon } from '../ui/icon.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Assembly } from './assembly.tsx';
import { JoinBox } from './join-box.tsx';
import styles from './landing.module.scss';
import { PlanDialog } from './plan-dialog.tsx';
import { PlannedMeetings } from './planned-meetings.tsx';

export function LandingPage() {
  const t = useWords();
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const session = useAppSelector((state) => state.session);
  const soundMode = useAppSelector((state) => state.preferences.newMeetingSound);
  const wanted: unknown = (useLocation().state as { wants?: unknown } | null)?.wants;
  const [starting, setStarting] = useState(false);
  const [planning, setPlanning] = useState(wanted === 'plan');
  useTitle('');

  const startNow = async (): Promise<void> => {
    if (session.status !== 'signedIn') {
      navigate('/sign-in', { state: { wants: 'meeting' } });
      return;
    }
    setStarting(true);
    try {
      const { joinLink } = await meetings.create({
        name: t('meeting.nameOf', { name: session.user.name }).slice(0, 100),
        soundMode,
      });
      navigate(pathOfLink(joinLink));
    } catch (error) {
      dispatch(tellFailure(error));
      setStarting(false);
    }
  };

  const plan = (): void => {
    if (session.status === 'signedIn') setPlanning(true);
    else navigate('/sign-in', { state: { wants: 'plan' } });
  };

  const atHome = session.status === 'signedIn';
  return (
    <Frame>
      <div className={`${styles.hero} ${atHome ? styles.home : ''}`}>
        <div className={styles.words}>
          <h1>{t('landing.title')}</h1>
          {!atHome && <p className={styles.lead}>{t('landing.lead')}</p>}
          <div className={styles.start}>
            <Button weight="primary" icon="camera" busy={starting} onClick={() => void startNow()}>
              {t('landing.newMeeting')}
            </Button>
            <Button icon="calendar" onClick={plan}>
              {t('landing.plan')}
            </Button>
            {atHome && (
              <Link to="/recordings" className={`${buttonStyles.button} ${buttonStyles.plain}`}>
                <Icon name="record" />
                {t('recordings.title')}
              </Link>
            )}
          </div>
          {atHome && (
            <details className={styles.options}>
              <summary>{t(soundMode === 'mixed' ? 'landing.soundMixed' : 'landing.soundForwarded')}</summary>
              <SoundModeChoice
                mode={soundMode}
                onChoose={(mode) => dispatch(preferencesChanged({ newMeetingSound: mode }))}
              />
            </details>
          )}
          <JoinBox />
        </div>
        {!atHome && <Assembly />}
      </div>
      {atHome ? <PlannedMeetings onPlan={plan} /> : <Promises />}
      {planning && atHome && <PlanDialog onClose={() => setPlanning(false)} />}
    </Frame>
  );
}

function Promises() {
  const t = useWords();
  return (
    <ul className={styles.promises}>
      {(['link', 'own', 'steady'] as const).map((name) => (
        <li key={name}>
          <h2>{t(`landing.${name}.title`)}</h2>
          <p>{t(`landing.${name}.text`)}</p>
        </li>
      ))}
    </ul>
  );
}
