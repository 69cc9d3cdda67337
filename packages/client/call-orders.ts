/** What a person can ask of the meeting itself, and what they are told once, beside what stands in the call's state. */
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import type { StandingMethod } from '@veche/contracts/signalling/permissions.ts';

/** What is told once and stands in no state. */
export type Happening = Extract<
  Notification,
  {
    method:
      | 'entered'
      | 'reacted'
      | 'broadcast'
      | 'waitingTold'
      | 'mutedByHost'
      | 'videoStoppedByHost'
      | 'sharingStoppedByHost'
      | 'askedToUnmute'
      | 'askedToStartVideo'
      | 'helpAsked';
  }
>;

const happenings: ReadonlySet<Notification['method']> = new Set<Happening['method']>([
  'entered',
  'reacted',
  'broadcast',
  'waitingTold',
  'mutedByHost',
  'videoStoppedByHost',
  'sharingStoppedByHost',
  'askedToUnmute',
  'askedToStartVideo',
  'helpAsked',
]);

/** What can be asked of the meeting itself; see `permissions.ts` for who may. */
export type Order = Exclude<
  StandingMethod,
  | 'leave'
  | 'rename'
  | 'createTransport'
  | 'connectTransport'
  | 'restartIce'
  | 'closeTransport'
  | 'produce'
  | 'setProducerPaused'
  | 'setVoiceTreatment'
  | 'closeProducer'
  | 'consume'
  | 'closeConsumers'
  | 'setTiles'
  | 'endForAll'
>;

export const isHappening = (notification: Notification): notification is Happening =>
  happenings.has(notification.method);
