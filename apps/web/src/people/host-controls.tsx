/** What hosts do with everybody at once, and the rules of the meeting. Each switch holds at once, for everybody. */
import type { MeetingPolicy } from '@veche/contracts/signalling/conference-view.ts';
import { may } from '@veche/contracts/signalling/permissions.ts';
import { useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { noticed } from '../state/notices-slice.ts';
import { Button } from '../ui/button.tsx';
import { Switch } from '../ui/switch.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import styles from './people-panel.module.scss';

const rules = ['lobby', 'locked', 'startVideo', 'shareScreen'] as const satisfies readonly (keyof MeetingPolicy)[];
/** Beside the button that mutes everybody, where there is room. */
const besideMuteAll = 'unmuteSelf';

export function HostControls() {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const standing = useAppSelector((state) => state.call.call.standing);
  const policy = useAppSelector((state) => state.call.call.conference?.policy);
  const handsUp = useAppSelector((state) => state.call.call.participants.some(({ handOrder }) => handOrder !== null));
  const little = useMediaQuery('(max-width: 780px), (max-height: 640px)');
  const muteAll = async (): Promise<void> => {
    if (!(await session.order('muteAll', {}))) return;
    dispatch(noticed({ kind: 'info', topic: 'muteAll', icon: 'microphoneOff', text: { key: 'notice.everyoneMuted' } }));
  };
  const rule = (name: keyof MeetingPolicy) =>
    policy && (
      <Switch
        key={name}
        label={t(`rule.${name}`)}
        hint={t(`rule.${name}.hint`)}
        on={policy[name]}
        onChange={(on) => void session.order('setPolicy', { [name]: on })}
      />
    );
  return (
    <>
      <div className={styles.acts}>
        {may(standing, 'muteAll') && (
          <Button icon="microphoneOff" onClick={() => void muteAll()}>
            {t('people.muteAll')}
          </Button>
        )}
        {may(standing, 'lowerAllHands') && handsUp && (
          <Button icon="hand" onClick={() => void session.order('lowerAllHands', {})}>
            {t('people.lowerAll')}
          </Button>
        )}
      </div>
      {may(standing, 'setPolicy') && (
        <>
          {!little && rule(besideMuteAll)}
          <details className={styles.rules}>
            <summary>{t('people.rules')}</summary>
            <div>
              {little && rule(besideMuteAll)}
              {rules.map(rule)}
            </div>
          </details>
        </>
      )}
    </>
  );
}
