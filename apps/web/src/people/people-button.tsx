/** Opens and closes the list of people; it tells how many are here, and a host that somebody waits or has a hand up. */
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { type MouseEvent, useId } from 'react';
import { useWords } from '../i18n/use-words.ts';
import controls from '../meeting/controls.module.scss';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { peopleToggled } from '../state/side-panels.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './people-button.module.scss';

const waitingCount = (waiting: readonly { connected: boolean }[] | undefined): number =>
  waiting?.filter(({ connected }) => connected).length ?? 0;

export function PeopleButton() {
  const t = useWords();
  const dispatch = useAppDispatch();
  const open = useAppSelector((state) => state.people.open);
  const count = useAppSelector((state) => state.call.call.participants.length);
  const waiting = useAppSelector((state) => waitingCount(state.call.call.host?.waiting));
  const hands = useAppSelector(({ call: { call } }) =>
    isHost(call.standing)
      ? call.participants.filter(({ handOrder, isSelf }) => handOrder !== null && !isSelf).length
      : 0,
  );
  const factsId = useId();
  const calls = waiting + hands;
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    if (event.detail > 0) event.currentTarget.blur();
    dispatch(peopleToggled());
  };
  const facts = [
    t('meeting.count', { count }),
    ...(waiting > 0 ? [t('people.waitingCount', { count: waiting })] : []),
    ...(hands > 0 ? [t('people.handsCount', { count: hands })] : []),
  ].join(', ');
  return (
    <>
      <button
        type="button"
        className={`${controls.control} ${open ? controls.active : controls.plain} ${styles.button}`}
        aria-label={t('control.people')}
        aria-expanded={open}
        aria-describedby={factsId}
        aria-keyshortcuts="P"
        title={`${t('control.people')} (P)`}
        data-calls={calls > 0 ? calls : undefined}
        onClick={press}
      >
        <i className={styles.icon} data-count={count}>
          <Icon name="people" size={24} />
        </i>
        <span>{t('control.people')}</span>
      </button>
      <span id={factsId} className="visually-hidden">
        {facts}
      </span>
    </>
  );
}
