/** The people of one's own room: raised hands in their order, then the others; for hosts also who is in another room. Rows out of sight cost nothing. */
import type { CallParticipant } from '@veche/client/call-state.ts';
import type { RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';
import { memo, useCallback, useId, useMemo, useState } from 'react';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';
import { handPlaces, listed, nameTest } from './people-order.ts';
import styles from './people-panel.module.scss';
import { type MenuFor, PersonMenu } from './person-menu.tsx';
import { PersonRow } from './person-row.tsx';

const noRoster: readonly RosterEntry[] = [];

export function PeopleList({ typed }: { typed: string }) {
  const t = useWords();
  const language = useLanguage();
  const { participants, standing, room, breakout } = useAppSelector((state) => state.call.call);
  const roster = useAppSelector((state) => state.call.call.host?.roster ?? noRoster);
  const [menu, setMenu] = useState<MenuFor>();
  const openMenu = useCallback((wanted: MenuFor) => {
    setMenu((before) => (before?.opener === wanted.opener ? undefined : wanted));
  }, []);
  const closeMenu = useCallback(() => setMenu(undefined), []);

  const collator = useMemo(() => new Intl.Collator(language, { numeric: true }), [language]);
  const places = useMemo(() => handPlaces(participants), [participants]);
  const { raised, others } = useMemo(() => {
    const isMeant = nameTest(typed);
    return listed(
      participants.filter(({ name }) => isMeant(name)),
      collator,
    );
  }, [participants, collator, typed]);
  const elsewhere = useMemo(() => {
    const isMeant = nameTest(typed);
    const away = roster.filter(({ roomId, name }) => roomId !== (room?.roomId ?? null) && isMeant(name));
    return away.sort((one, other) => collator.compare(one.name, other.name));
  }, [roster, room, typed, collator]);

  const roomName = (roomId: string | null): string =>
    roomId === null ? t('people.mainRoom') : (breakout?.rooms.find((one) => one.roomId === roomId)?.name ?? '');
  const row = (person: CallParticipant) => (
    <PersonRow
      key={person.participantId}
      person={person}
      handPlace={places.get(person.participantId)}
      standing={standing}
      menuOpen={menu?.participantId === person.participantId}
      onMenu={openMenu}
    />
  );
  const found = raised.length + others.length + elsewhere.length;
  return (
    <>
      <p className="visually-hidden" role="status">
        {typed.trim() !== '' && found > 0 && t('people.found', { count: found })}
      </p>
      {typed.trim() !== '' && found === 0 && <p className={styles.nobody}>{t('people.nobody')}</p>}
      {raised.length > 0 && (
        <Group title={t('people.hands')} count={raised.length}>
          {raised.map(row)}
        </Group>
      )}
      {others.length > 0 && (
        <Group title={t(room === null ? 'people.here' : 'people.hereInRoom')} count={others.length}>
          {others.map(row)}
        </Group>
      )}
      {elsewhere.length > 0 && (
        <Group title={t('people.elsewhere')} count={elsewhere.length}>
          {elsewhere.map((entry) => (
            <PersonRow
              key={entry.participantId}
              person={entry}
              where={roomName(entry.roomId)}
              handPlace={undefined}
              standing={standing}
              menuOpen={menu?.participantId === entry.participantId}
              onMenu={openMenu}
            />
          ))}
        </Group>
      )}
      <PersonMenu menu={menu} onClose={closeMenu} />
    </>
  );
}

const Group = memo(function Group({
  title,
  count,
  children,
}: {
  title: string;
  count: number;
  children: React.ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>
        {title} <span className={styles.count}>{count}</span>
      </h3>
      <ul>{children}</ul>
    </section>
  );
});
