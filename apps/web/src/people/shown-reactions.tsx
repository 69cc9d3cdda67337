/** Reactions while they are seen: over the tile of whoever sent them, or with their name in the corner when that tile is on no screen. */
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';
import styles from './reactions.module.scss';
import { reactionSigns, type ShownReaction, spokenOf } from './reactions.ts';

export function TileReactions({ participantId }: { participantId: string }) {
  const reactions = useAppSelector((state) => state.people.reactions);
  const own = reactions.filter((one) => one.participantId === participantId);
  if (own.length === 0) return null;
  return (
    <span className={styles.overTile} aria-hidden="true">
      {own.map(({ id, reaction }) => (
        <span key={id}>{reactionSigns[reaction]}</span>
      ))}
    </span>
  );
}

const mostInCorner = 4;

/** `seen`: whose tiles are on the screen. */
export function CornerReactions({ seen }: { seen: ReadonlySet<string> }) {
  const reactions = useAppSelector((state) => state.people.reactions);
  const unseen = reactions.filter(({ participantId }) => !seen.has(participantId)).slice(-mostInCorner);
  if (unseen.length === 0) return null;
  return (
    <ul className={styles.corner} aria-hidden="true">
      {unseen.map(({ id, name, reaction }) => (
        <li key={id}>
          <span className={styles.sign}>{reactionSigns[reaction]}</span>
          <span className={styles.name}>{name}</span>
        </li>
      ))}
    </ul>
  );
}

/** Not more often than this: many people clap at once. */
const spokenEveryMs = 4_000;

export function ReactionAnnouncer() {
  const t = useWords();
  const reactions = useAppSelector((state) => state.people.reactions);
  const selfId = useAppSelector((state) => state.call.call.selfId);
  const [spoken, setSpoken] = useState({ upTo: 0, words: '' });
  const told = useRef(0);
  const spokenAtMs = useRef(0);
  const unspoken = useRef<ShownReaction[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    const fresh = reactions.filter(({ id, participantId }) => id > told.current && participantId !== selfId);
    told.current = reactions.at(-1)?.id ?? told.current;
    if (fresh.length === 0) return;
    unspoken.current.push(...fresh);
    const speak = (): void => {
      timer.current = undefined;
      spokenAtMs.current = Date.now();
      const { named, more } = spokenOf(unspoken.current.splice(0));
      const words = named.map(({ name, reaction }) =>
        t('reaction.said', { name, reaction: t(`reaction.${reaction}`).toLowerCase() }),
      );
      if (more > 0) words.push(t('reaction.more', { count: more }));
      setSpoken({ upTo: told.current, words: words.join(' ') });
    };
    const waitMs = spokenAtMs.current + spokenEveryMs - Date.now();
    if (waitMs <= 0 && timer.current === undefined) speak();
    else timer.current ??= setTimeout(speak, Math.max(0, waitMs));
  }, [reactions, selfId, t]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {/* The same words twice are said twice. */}
      <span key={spoken.upTo}>{spoken.words}</span>
    </div>
  );
}
