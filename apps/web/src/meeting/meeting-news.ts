/** Tells a person what changes for them in the meeting - role, rules, hands, reactions, who asks what - in notices that replace each other and never pile up. */
import type { Call, Happening } from '@veche/client/call.ts';
import type { CallState } from '@veche/client/call-state.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import type { Values, WordKey } from '../i18n/translate.ts';
import { reactionShownMs } from '../people/reactions.ts';
import { noticed } from '../state/notices-slice.ts';
import { answered, asked, reacted, reactionsFaded, waitingTold } from '../state/people-slice.ts';
import { store } from '../state/store.ts';
import type { IconName } from '../ui/icon.tsx';
import { offIcons } from './forbidden.ts';

const rules = ['unmuteSelf', 'startVideo', 'shareScreen'] as const;
const sources = { unmuteSelf: 'microphone', startVideo: 'camera', shareScreen: 'screen' } as const;

export class MeetingNews {
  readonly #call: Pick<Call, 'state'>;
  #before: CallState;

  constructor(call: Pick<Call, 'state'>) {
    this.#call = call;
    this.#before = call.state;
  }

  handleHappening({ method, params }: Happening): void {
    switch (method) {
      case 'reacted': {
        const { participantId, reaction } = params;
        const person = this.#call.state.participants.find((one) => one.participantId === participantId);
        if (person === undefined) return;
        store.dispatch(reacted({ participantId, name: person.name, reaction, nowMs: Date.now() }));
        setTimeout(() => store.dispatch(reactionsFaded(Date.now())), reactionShownMs + 50);
        break;
      }
      case 'askedToUnmute':
        store.dispatch(asked({ what: 'microphone', by: params.by }));
        break;
      case 'askedToStartVideo':
        store.dispatch(asked({ what: 'camera', by: params.by }));
        break;
      case 'waitingTold':
        store.dispatch(waitingTold({ from: params.from, text: params.text }));
        break;
      case 'mutedByHost':
        store.dispatch(answered('microphone'));
        break;
      case 'videoStoppedByHost':
        store.dispatch(answered('camera'));
        break;
      case 'entered':
        if (params.reason === 'admitted') this.#say('notice.admitted', 'admitted', 'door');
    }
  }

  handleChange(): void {
    const before = this.#before;
    const { state } = this.#call;
    this.#before = state;
    this.#followAnswers(state);
    if (before.conference === undefined || state.conference === undefined) return;
    if (before.standing === 'waiting' || state.standing === 'waiting') return;
    if (before.standing !== state.standing) this.#say(`notice.role.${state.standing}`, 'role', 'star');
    else if (!isHost(state.standing)) {
      this.#tellRules(before, state);
      this.#tellGrants(before, state);
    }
    if (isHost(state.standing) && before.participants !== state.participants) this.#tellHands(before, state);
  }

  /** Who does what was asked has answered. */
  #followAnswers({ publishing }: CallState): void {
    const { askedBy } = store.getState().people;
    if (askedBy.microphone !== undefined && publishing.microphone === 'on') store.dispatch(answered('microphone'));
    if (askedBy.camera !== undefined && publishing.camera === 'on') store.dispatch(answered('camera'));
  }

  /** A host has asked while the connection was cut. */
  #tellGrants(before: CallState, { mayUnmute, mayStartVideo, publishing, conference }: CallState): void {
    const { askedBy } = store.getState().people;
    const isOff = (source: 'microphone' | 'camera'): boolean =>
      publishing[source] !== 'on' && publishing[source] !== 'starting' && askedBy[source] === undefined;
    if (mayUnmute && !before.mayUnmute && conference?.policy.unmuteSelf === false && isOff('microphone')) {
      this.#say('notice.unmuteSelf.on', 'microphone', 'microphone');
    }
    if (mayStartVideo && !before.mayStartVideo && conference?.policy.startVideo === false && isOff('camera')) {
      this.#say('notice.startVideo.on', 'camera', 'camera');
    }
    // What is forbidden again is asked for no more.
    if (before.mayUnmute && !mayUnmute) store.dispatch(answered('microphone'));
    if (before.mayStartVideo && !mayStartVideo) store.dispatch(answered('camera'));
  }

  #tellRules(before: CallState, after: CallState): void {
    const [was, is] = [before.conference?.policy, after.conference?.policy];
    if (was === undefined || is === undefined || was === is) return;
    for (const rule of rules) {
      const source = sources[rule];
      if (was[rule] === is[rule]) continue;
      this.#say(`notice.${rule}.${is[rule] ? 'on' : 'off'}`, source, is[rule] ? source : offIcons[source]);
    }
  }

  /** Hosts call on people: they are told, unless they look at the list anyway. */
  #tellHands(before: CallState, after: CallState): void {
    const up = after.participants.filter(({ handOrder, isSelf }) => handOrder !== null && !isSelf);
    if (up.length === 0 || store.getState().people.open) return;
    const known = new Set(
      before.participants.flatMap(({ participantId, handOrder }) => (handOrder === null ? [] : [participantId])),
    );
    const fresh = up.filter(({ participantId }) => !known.has(participantId));
    const latest = fresh.toSorted((one, other) => (one.handOrder ?? 0) - (other.handOrder ?? 0)).at(-1);
    if (latest === undefined || before.room?.roomId !== after.room?.roomId) return;
    if (up.length === 1) this.#say('notice.handRaised', 'hands', 'hand', { name: latest.name });
    else this.#say('notice.hands', 'hands', 'hand', { count: up.length, name: latest.name });
  }

  #say(key: WordKey, topic: string, icon: IconName, values?: Values): void {
    store.dispatch(noticed({ kind: 'info', topic, icon, text: values === undefined ? { key } : { key, values } }));
  }
}
