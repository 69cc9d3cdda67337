/** From the call's state to the tiles that a screen shows, in order, and the one that takes the stage. */
import type { CallParticipant } from '@veche/client/call-state.ts';
import type { NetworkGrade, Source } from '@veche/contracts/signalling/conference-view.ts';
import { handPlaces } from '../people/people-order.ts';
import type { MeetingView } from '../state/preferences-slice.ts';

export interface MeetingTile {
  /** `{participantId}:{source}` */
  readonly key: string;
  readonly participantId: string;
  readonly source: 'camera' | 'screen';
  readonly name: string;
  readonly isSelf: boolean;
  /** No microphone, or a muted one. Never of a screen. */
  readonly muted: boolean;
  /** There is a picture to ask for. */
  readonly videoOn: boolean;
  readonly speaking: boolean;
  readonly connected: boolean;
  readonly network: NetworkGrade;
  /** Which of the raised hands is theirs, from 1 on. Never of a screen. */
  readonly handPlace: number | undefined;
}

export const isOn = (participant: CallParticipant, source: Source): boolean =>
  participant.producers.some((producer) => producer.source === source && !producer.paused);

export const tileKey = (participantId: string, source: 'camera' | 'screen'): string => `${participantId}:${source}`;

function tileOf(
  participant: CallParticipant,
  source: 'camera' | 'screen',
  hands: ReadonlyMap<string, number>,
): MeetingTile {
  const { participantId, name, isSelf, connected, network } = participant;
  return {
    key: tileKey(participantId, source),
    participantId,
    source,
    name,
    isSelf,
    muted: source === 'camera' && !isOn(participant, 'microphone'),
    videoOn: isOn(participant, source),
    speaking: source === 'camera' && participant.speaking && isOn(participant, 'microphone'),
    connected,
    network,
    handPlace: source === 'camera' ? hands.get(participantId) : undefined,
  };
}

/**
 * Others' screens first, then oneself, then the others as they came. A hidden self view hides only where somebody else is.
 * One's own screen has no tile: it would show itself in itself, without end.
 */
export function tilesOf(participants: readonly CallParticipant[], selfViewHidden: boolean): MeetingTile[] {
  const own = participants.filter(({ isSelf }) => isSelf);
  const others = participants.filter(({ isSelf }) => !isSelf);
  const hands = handPlaces(participants);
  const screens = (of: readonly CallParticipant[]) =>
    of.filter((participant) => isOn(participant, 'screen')).map((participant) => tileOf(participant, 'screen', hands));
  const cameras = (of: readonly CallParticipant[]) => of.map((participant) => tileOf(participant, 'camera', hands));
  return [...screens(others), ...(selfViewHidden && others.length > 0 ? [] : cameras(own)), ...cameras(others)];
}

/** The same tiles with the others' cameras in the order of their seats. */
export function seated(tiles: readonly MeetingTile[], order: readonly string[]): MeetingTile[] {
  const places = new Map(order.map((key, place) => [key, place]));
  const cameras = tiles
    .filter(({ key }) => places.has(key))
    .sort((one, other) => places.get(one.key)! - places.get(other.key)!);
  return [...tiles.filter(({ key }) => !places.has(key)), ...cameras];
}

export interface StageWish {
  readonly view: MeetingView;
  readonly pinnedKey: string | null;
  /** Who spoke last, not counting oneself. */
  readonly speakerId: string | null;
}

/** Whether gallery and speaker view look any different now; a pin counts, for it goes when the view changes. */
export function viewCounts(tiles: readonly MeetingTile[], pinnedKey: string | null): boolean {
  if (tiles.some(({ key }) => key === pinnedKey)) return true;
  return tiles.length > 1 && !tiles.some(({ source }) => source === 'screen');
}

/** A pin comes before a shared screen, that before the speaker; undefined is the gallery. */
export function stageKeyOf(
  tiles: readonly MeetingTile[],
  { view, pinnedKey, speakerId }: StageWish,
): string | undefined {
  const find = (test: (tile: MeetingTile) => boolean): string | undefined => tiles.find(test)?.key;
  const pinned = find(({ key }) => key === pinnedKey);
  if (pinned !== undefined) return pinned;
  const screen = find(({ source, isSelf }) => source === 'screen' && !isSelf);
  if (screen !== undefined) return screen;
  if (view === 'gallery' || tiles.length < 2) return undefined;
  return (
    find(({ participantId, source }) => source === 'camera' && participantId === speakerId) ??
    find(({ isSelf, source }) => source === 'camera' && !isSelf)
  );
}
