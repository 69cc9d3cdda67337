/**
 * Who may do what: the one table. The server asks it before every call, the interface shows what it allows; a role that changes counts from the next
 * call on. What a guest may do beyond that is the meeting's policy (`policyRefusal`).
 */
import type { ErrorCode } from '../errors.ts';
import type { MeetingPolicy, Source, Standing } from './conference-view.ts';
import type { MethodName } from './methods.ts';

const anybody: readonly Standing[] = ['waiting', 'guest', 'coHost', 'host'];
const inside: readonly Standing[] = ['guest', 'coHost', 'host'];
const hosts: readonly Standing[] = ['coHost', 'host'];
const theHost: readonly Standing[] = ['host'];

/** `join` is what gives a standing, so it needs none. */
export type StandingMethod = Exclude<MethodName, 'join'>;

export const permissions: Readonly<Record<StandingMethod, readonly Standing[]>> = {
  leave: anybody,
  rename: anybody,

  createTransport: inside,
  connectTransport: inside,
  restartIce: inside,
  closeTransport: inside,
  produce: inside,
  setProducerPaused: inside,
  setVoiceTreatment: inside,
  closeProducer: inside,
  consume: inside,
  closeConsumers: inside,
  setTiles: inside,
  raiseHand: inside,
  react: inside,
  enterRoom: inside,
  askForHelp: inside,
  openRoomChat: inside,

  admit: hosts,
  deny: hosts,
  tellWaiting: hosts,
  setPolicy: hosts,
  mute: hosts,
  muteAll: hosts,
  askToUnmute: hosts,
  stopVideo: hosts,
  askToStartVideo: hosts,
  stopSharing: hosts,
  lowerHand: hosts,
  lowerAllHands: hosts,
  remove: hosts,
  createRooms: hosts,
  renameRoom: hosts,
  removeRoom: hosts,
  assign: hosts,
  assignEvenly: hosts,
  setRoomsOptions: hosts,
  openRooms: hosts,
  closeRooms: hosts,
  extendRooms: hosts,
  broadcast: hosts,
  record: hosts,

  setRole: theHost,
  handOverHost: theHost,
  setSoundMode: theHost,
  endForAll: theHost,
};

export const isHost = (standing: Standing): boolean => hosts.includes(standing);

export const may = (standing: Standing, method: StandingMethod): boolean => permissions[method].includes(standing);

/** Why a call is refused before anything else of it is looked at; undefined = it is not. */
export function refusal(standing: Standing, method: StandingMethod): ErrorCode | undefined {
  if (may(standing, method)) return undefined;
  if (standing === 'waiting') return 'waiting_for_host';
  return permissions[method] === theHost ? 'not_the_host' : 'not_a_host';
}

/** What of a stream the policy decides. A muted microphone disturbs nobody. */
export interface StreamWish {
  readonly source: Source;
  readonly paused: boolean;
  /** A host asked this person for it, which counts more than the policy. */
  readonly asked: boolean;
}

/** Why a stream may not be sent; undefined = it may. */
export function policyRefusal(
  standing: Standing,
  policy: MeetingPolicy,
  { source, paused, asked }: StreamWish,
): ErrorCode | undefined {
  if (isHost(standing)) return undefined;
  switch (source) {
    case 'microphone':
      return paused || asked || policy.unmuteSelf ? undefined : 'unmute_off';
    case 'camera':
      return paused || asked || policy.startVideo ? undefined : 'video_off';
    case 'screen':
    case 'screenSound':
      return policy.shareScreen ? undefined : 'sharing_off';
  }
}
