/** What a host can do with one person, at their row. What weighs more is asked about first. */
import { may } from '@veche/contracts/signalling/permissions.ts';
import { useEffect, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { useAppSelector } from '../state/hooks.ts';
import { ActionMenu, type MenuItem } from '../ui/action-menu.tsx';
import type { IconName } from '../ui/icon.tsx';
import { Question } from '../ui/question.tsx';
import { type PersonAct, personActs } from './person-acts.ts';
import { type ListedPerson, targetOf } from './person-row.tsx';

export interface MenuFor {
  readonly participantId: string;
  readonly opener: HTMLElement;
}

const icons: Readonly<Record<PersonAct, IconName>> = {
  mute: 'microphoneOff',
  askToUnmute: 'microphone',
  stopVideo: 'cameraOff',
  askToStartVideo: 'camera',
  stopSharing: 'screenStop',
  lowerHand: 'hand',
  makeCoHost: 'star',
  makeGuest: 'user',
  handOverHost: 'arrowRight',
  remove: 'remove',
};

export function PersonMenu({ menu, onClose }: { menu: MenuFor | undefined; onClose: () => void }) {
  const t = useWords();
  const session = useMeeting();
  const { standing, participants, host } = useAppSelector((state) => state.call.call);
  const [asking, setAsking] = useState<{ act: 'remove' | 'handOverHost'; participantId: string; name: string }>();
  const is = (one: { participantId: string }): boolean => one.participantId === menu?.participantId;
  const person = participants.find(is) ?? host?.roster.find(is);

  const act = (chosen: PersonAct, participantId: string, name: string): void => {
    switch (chosen) {
      case 'remove':
      case 'handOverHost':
        setAsking({ act: chosen, participantId, name });
        break;
      case 'makeCoHost':
      case 'makeGuest':
        void session.order('setRole', { participantId, role: chosen === 'makeCoHost' ? 'coHost' : 'guest' });
        break;
      default:
        void session.order(chosen, { participantId });
    }
  };
  const itemsFor = (one: ListedPerson): MenuItem[] => {
    const { participantId, name } = one;
    return personActs(standing, targetOf(one)).map((chosen) => ({
      key: chosen,
      icon: icons[chosen],
      label: t(`people.act.${chosen}`),
      danger: chosen === 'remove',
      act: () => act(chosen, participantId, name),
    }));
  };
  const items = person === undefined ? [] : itemsFor(person);
  // They went, or what was open is not for the own role any more: it must not come up again by itself either.
  const isOver = menu !== undefined && items.length === 0;
  const isRefused = asking !== undefined && !may(standing, asking.act);
  useEffect(() => {
    if (isOver) onClose();
    if (isRefused) setAsking(undefined);
  }, [isOver, isRefused, onClose]);
  const answer = (): void => {
    if (asking === undefined) return;
    void session.order(asking.act, { participantId: asking.participantId });
    setAsking(undefined);
  };
  return (
    <>
      {menu !== undefined && person !== undefined && !isOver && (
        <ActionMenu
          opener={menu.opener}
          label={t('people.more', { name: person.name })}
          items={items}
          onClose={onClose}
        />
      )}
      {asking?.act === 'remove' && (
        <Question
          title={t('people.removeAsk', { name: asking.name })}
          text={t('people.removeText')}
          act={t('people.remove')}
          onAct={answer}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking?.act === 'handOverHost' && (
        <Question
          title={t('people.handOverAsk', { name: asking.name })}
          text={t('people.handOverText', { name: asking.name })}
          act={t('people.act.handOverHost')}
          harmless
          onAct={answer}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}
