/** The meetings that the signed-in person has planned, each with what one does with it. */
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { pathOfLink } from '../join/meeting-link.ts';
import { dayAndTime } from '../meetings/dates.ts';
import { invitationText } from '../meetings/invitation.ts';
import { useCopy } from '../meetings/use-copy.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { loadMeetings } from '../state/meeting-actions.ts';
import { visibleMeetings } from '../state/meetings-slice.ts';
import buttonStyles from '../ui/button.module.scss';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { DeleteMeeting } from './delete-meeting.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import styles from './planned.module.scss';
import { RoomsDialog } from './rooms-dialog.tsx';

export function PlannedMeetings({ onPlan }: { onPlan: () => void }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const state = useAppSelector(({ meetings }) => meetings);
  const [edited, setEdited] = useState<Conference>();
  const [prepared, setPrepared] = useState<Conference>();
  useEffect(() => void dispatch(loadMeetings()), [dispatch]);
  const list = visibleMeetings(state);
  return (
    <section className={styles.planned} aria-labelledby="planned-title">
      <h2 id="planned-title">{t('planned.title')}</h2>
      {state.status === 'failed' && (
        <p role="alert" className={styles.empty}>
          {t('planned.failed')} <Button onClick={() => void dispatch(loadMeetings())}>{t('common.retry')}</Button>
        </p>
      )}
      {state.status === 'loaded' && list.length === 0 && (
        <div className={styles.empty}>
          <p>{t('planned.empty')}</p>
          <Button icon="plus" onClick={onPlan}>
            {t('landing.plan')}
          </Button>
        </div>
      )}
      <ul className={styles.list}>
        {list.map((meeting) => (
          <PlannedMeeting
            key={meeting.id}
            meeting={meeting}
            onEdit={() => setEdited(meeting)}
            onRooms={() => setPrepared(meeting)}
          />
        ))}
      </ul>
      {edited && <PlanDialog meeting={edited} onClose={() => setEdited(undefined)} />}
      {prepared && <RoomsDialog meeting={prepared} onClose={() => setPrepared(undefined)} />}
    </section>
  );
}

interface PlannedMeetingProps {
  meeting: Conference;
  onEdit: () => void;
  onRooms: () => void;
}

function PlannedMeeting({ meeting, onEdit, onRooms }: PlannedMeetingProps) {
  const t = useWords();
  const language = useLanguage();
  const copy = useCopy();
  const { id, name, startsAt } = meeting;
  const link = meeting.joinLink ?? `${window.location.origin}/j/${id}`;
  const invitation = invitationText({ id, name, link, startsAt, password: meeting.joinPassword ?? null }, language);

  return (
    <li className={styles.meeting}>
      <div className={styles.what}>
        <h3>{name}</h3>
        <p>
          <time dateTime={startsAt}>{dayAndTime(startsAt, language)}</time>
          {meeting.live && <span className={styles.live}>{t('planned.live')}</span>}
          {meeting.passwordRequired && (
            <span className={styles.lock}>
              <Icon name="lock" size={16} />
              {t('planned.locked')}
            </span>
          )}
        </p>
      </div>
      <div className={styles.acts}>
        <Button weight="quiet" icon="copy" iconOnly onClick={() => void copy(invitation, 'notice.invitationCopied')}>
          {t('planned.copy')}
        </Button>
        <a
          href={`/api/v1/conferences/${id}/invitation.ics`}
          download
          className={`${buttonStyles.button} ${buttonStyles.quiet} ${buttonStyles.iconOnly}`}
          title={t('planned.calendar')}
          aria-label={t('planned.calendar')}
        >
          <Icon name="calendar" />
        </a>
        <Button weight="quiet" icon="rooms" iconOnly onClick={onRooms}>
          {t('plan.rooms')}
        </Button>
        <Button weight="quiet" icon="edit" iconOnly onClick={onEdit}>
          {t('planned.edit')}
        </Button>
        <DeleteMeeting meeting={meeting} />
        <Link to={pathOfLink(link)} className={`${buttonStyles.button} ${buttonStyles.primary}`}>
          {t('planned.start')}
        </Link>
      </div>
    </li>
  );
}
