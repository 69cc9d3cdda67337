/** What stands above the rooms: how somebody is found, and what is done with rooms and people as a whole. */
import { limits } from '@veche/contracts/limits.ts';
import type { BreakoutView } from '@veche/contracts/signalling/breakout-view.ts';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './board.module.scss';
import { nextName } from './default-rooms.ts';
import { RoomsOptions } from './rooms-options.tsx';
import { useActs } from './use-room-acts.ts';

interface RoomsToolsProps {
  breakout: BreakoutView;
  search: string;
  onSearch: (search: string) => void;
}

export function RoomsTools({ breakout, search, onSearch }: RoomsToolsProps) {
  const t = useWords();
  const acts = useActs();
  const names = breakout.rooms.map(({ name }) => name);
  const full = names.length >= limits.roomsPerConference;
  return (
    <div className={styles.tools}>
      <label className={styles.search}>
        <Icon name="search" />
        <input
          type="search"
          aria-label={t('rooms.search')}
          placeholder={t('rooms.search')}
          value={search}
          autoComplete="off"
          onChange={(event) => onSearch(event.target.value)}
        />
      </label>
      <Button icon="shuffle" onClick={() => void acts.assignEvenly()}>
        {t('rooms.evenly')}
      </Button>
      <Button
        icon="plus"
        aria-disabled={full || undefined}
        title={full ? t('rooms.full', { most: limits.roomsPerConference }) : undefined}
        onClick={() => {
          if (!full) void acts.add(nextName(names, (number) => t('rooms.numbered', { number })));
        }}
      >
        {t('rooms.add')}
      </Button>
      <RoomsOptions breakout={breakout} />
    </div>
  );
}
