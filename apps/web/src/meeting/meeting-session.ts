/**
 * One stay in a meeting: owns the call, brings this person's devices to it, and mirrors its state into the store. Screens say
 * what a person wants; how it is done, and what is told when it cannot be, stands here.
 */
import { browserEnvironment } from '@veche/client/browser-environment.ts';
import { Call, type Order } from '@veche/client/call.ts';
import { CallFailure } from '@veche/client/call-error.ts';
import type { ChatPerson, ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { MethodParams } from '@veche/contracts/signalling/methods.ts';
import { followRooms } from '../breakout/follow-rooms.ts';
import { openRoomChats } from '../chat/open-room-chats.ts';
import type { RoomChats } from '../chat/room-chats.ts';
import type { FailureCode } from '../i18n/error-words.ts';
import type { WordKey } from '../i18n/translate.ts';
import type { StayEnd } from '../join/after-meeting.tsx';
import { forgetPlace, keepPlace, type Place } from '../join/place.ts';
import type { LocalKind, LocalMedia } from '../media/local-media.ts';
import { treatmentOf } from '../media/voice-treatment.ts';
import { playChime } from '../recording/chime.ts';
import { followRecording } from '../recording/follow-recording.ts';
import { callMirrored, callOpened } from '../state/call-slice.ts';
import { chatOpened } from '../state/chat-slice.ts';
import { noticed } from '../state/notices-slice.ts';
import { preferencesChanged } from '../state/preferences-slice.ts';
import { store } from '../state/store.ts';
import { forbidden, offIcons, type Switchable } from './forbidden.ts';
import { HostWill } from './host-will.ts';
import { MeetingNews } from './meeting-news.ts';

export interface MeetingSessionOptions {
  readonly conferenceId: string;
  readonly place: Place;
  readonly media: LocalMedia;
  readonly onEnded: (reason: StayEnd, failure: FailureCode | undefined, place: Place) => void;
}

export class MeetingSession {
  readonly call: Call;
  readonly chats: RoomChats;
  readonly media: LocalMedia;
  readonly #options: MeetingSessionOptions;
  readonly #news: MeetingNews;
  readonly #hostWill: HostWill;
  #place: Place;
  #screen: MediaStream | undefined;
  #stops: (() => void)[] = [];
  /** Muted again when the space bar is let go. */
  #talking = false;
  #endsForAll = false;
  /** Undefined until the meeting has said. */
  #soundMode: SoundMode | undefined;

  constructor(options: MeetingSessionOptions) {
    const { conferenceId, place } = options;
    const { mediaUrl, participantToken, iceServers } = place;
    const environment = browserEnvironment();
    this.#options = options;
    this.#place = place;
    this.media = options.media;
    const obeyed = place.obeyed === undefined ? {} : { obeyed: place.obeyed };
    this.call = new Call({ mediaUrl, participantToken, iceServers, environment, ...obeyed });
    this.#news = new MeetingNews(this.call);
    this.#hostWill = new HostWill({
      call: this.call,
      media: this.media,
      place: () => this.#place,
      remember: (changes) => this.#remember(changes),
      stopScreen: () => this.#stopScreenTracks(),
      tell: (text, topic) => store.dispatch(noticed({ kind: 'info', topic, icon: offIcons[topic], text })),
    });
    this.chats = openRoomChats(conferenceId, place, this.call);
  }

  start(): void {
    store.dispatch(callOpened());
    store.dispatch(chatOpened());
    this.#stops = [
      this.call.subscribe(() => this.#mirror()),
      this.call.onHappening((happening) => {
        this.#hostWill.handleHappening(happening);
        this.#news.handleHappening(happening);
      }),
      followRooms(this.call, store.dispatch),
      followRecording({
        call: this.call,
        dispatch: store.dispatch,
        stopping: () => store.getState().recording.stopping,
        chime: (chime) => void playChime(chime, store.getState().preferences.speakerId),
      }),
      this.#tellDeviceTrouble(),
    ];
    this.chats.start();
    void this.call.setVoiceTreatment(treatmentOf(store.getState().preferences));
    // How it failed stands in the state, which the screen follows.
    this.call.join().then(
      () => this.#renameAgain(),
      () => undefined,
    );
    // A device that failed before the meeting was told of there; it is tried again when the person asks for it.
    const { microphone, camera } = this.media.state;
    if (this.#place.microphoneOn && microphone.name !== 'trouble') void this.setMicrophone(true);
    if (this.#place.cameraOn && camera.name !== 'trouble') void this.setCamera(true);
  }

  /** The screen goes away: so does the participant. */
  close(): void {
    for (const stop of this.#stops) stop();
    this.chats.close();
    this.#stopScreenTracks();
    if (this.call.state.connection.name !== 'ended') {
      this.chats.abandon();
      forgetPlace(this.#options.conferenceId);
      void this.call.leave();
    }
    this.media.closeAll();
    store.dispatch(callOpened());
    store.dispatch(chatOpened());
  }

  get microphoneOn(): boolean {
    const { microphone } = this.call.state.publishing;
    return microphone === 'on' || microphone === 'starting';
  }

  get cameraOn(): boolean {
    return this.call.state.publishing.camera !== 'off';
  }

  get sharing(): boolean {
    return this.call.state.publishing.screen !== 'off';
  }

  get handUp(): boolean {
    return this.call.state.participants.some(({ isSelf, handOrder }) => isSelf && handOrder !== null);
  }

  async raiseHand(raised: boolean): Promise<void> {
    await this.order('raiseHand', { raised });
  }

  async setMicrophone(on: boolean): Promise<void> {
    // Of one that stands already the server is asked, which knows best.
    if (on && this.call.state.publishing.microphone === 'off' && this.#isForbidden('microphone')) return;
    this.#remember({ microphoneOn: on });
    if (!on) {
      await this.#tell(this.call.setPaused('microphone', true));
      return;
    }
    const track = this.media.track('microphone') ?? (await this.#open('microphone'));
    // Muted again while the device opened.
    if (track === undefined || !this.#place.microphoneOn) return;
    const published = this.call.state.publishing.microphone !== 'off';
    const act = published ? this.call.setPaused('microphone', false) : this.call.publish('microphone', track);
    if ((await this.#failure(act, 'microphone')) === 'unmute_off') this.#remember({ microphoneOn: false });
  }

  async setCamera(on: boolean): Promise<void> {
    if (on && this.#isForbidden('camera')) return;
    this.#remember({ cameraOn: on });
    if (!on) {
      await this.#tell(this.call.unpublish('camera'));
      this.media.close('camera');
      return;
    }
    const track = this.media.track('camera') ?? (await this.#open('camera'));
    if (track === undefined || !this.#place.cameraOn) return;
    if ((await this.#failure(this.call.publish('camera', track), 'camera')) !== 'video_off') return;
    this.#remember({ cameraOn: false });
    this.media.close('camera');
  }

  /** Asks something of the meeting itself, and says so when it is refused. Answers whether it was done. */
  async order<Name extends Order>(method: Name, params: MethodParams<Name>): Promise<boolean> {
    return (await this.#failure(this.call.order(method, params))) === undefined;
  }

  /** Another device of the same kind; one that is not sent is only remembered. */
  async switchDevice(kind: LocalKind, deviceId: string): Promise<void> {
    if (this.call.state.publishing[kind] === 'off') return;
    const track = await this.media.open(kind, deviceId);
    await this.#tell(track === undefined ? this.call.unpublish(kind) : this.call.replaceTrack(kind, track));
  }

  /** As the switches stand now. A microphone that has to be captured in another way for it goes over without a gap. */
  async treatVoice(): Promise<void> {
    const treat = (track?: MediaStreamTrack) =>
      this.#tell(this.call.setVoiceTreatment(treatmentOf(store.getState().preferences), track));
    const { microphoneId } = store.getState().preferences;
    if (!(await this.media.recapture(microphoneId, treat))) await treat();
  }

  /** Host only. */
  setSoundMode(mode: SoundMode): Promise<void> {
    return this.#tell(this.call.setSoundMode(mode));
  }

  /** Push to talk: opens a muted microphone while `held`. */
  async holdToTalk(held: boolean): Promise<void> {
    if (held === this.#talking || (held && this.microphoneOn)) return;
    this.#talking = held;
    await this.setMicrophone(held);
  }

  async shareScreen(): Promise<void> {
    if (this.#isForbidden('screen')) return;
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (devices?.getDisplayMedia === undefined) {
      this.#say('trouble.screen.unavailable');
      return;
    }
    let stream: MediaStream;
    try {
      stream = await devices.getDisplayMedia({ video: { frameRate: { ideal: 30 } }, audio: true });
    } catch (error) {
      // Closing the browser's question is an answer, not trouble.
      if (!(error instanceof Error && error.name === 'NotAllowedError')) this.#say('trouble.screen.failed');
      return;
    }
    this.#stopScreenTracks();
    this.#screen = stream;
    const [video] = stream.getVideoTracks();
    const [sound] = stream.getAudioTracks();
    if (video === undefined) return;
    video.contentHint = 'detail';
    video.addEventListener('ended', () => void this.stopSharing());
    if ((await this.#failure(this.call.publish('screen', video), 'screen')) !== undefined) this.#stopScreenTracks();
    else if (sound !== undefined) await this.#tell(this.call.publish('screenSound', sound));
  }

  async stopSharing(): Promise<void> {
    this.#stopScreenTracks();
    await this.#tell(Promise.all([this.call.unpublish('screen'), this.call.unpublish('screenSound')]));
  }

  async rename(name: string): Promise<void> {
    await this.call.rename(name);
    this.#remember({ name, renamed: true });
    store.dispatch(preferencesChanged({ guestName: name }));
  }

  leave(): Promise<void> {
    return this.call.leave();
  }

  async endForAll(): Promise<void> {
    this.#endsForAll = true;
    await this.#tell(this.call.endForAll());
    this.#endsForAll = false;
  }

  sendMessage(text: string, receiver: ChatPerson | undefined): void {
    this.chats.current.chat.send(text, receiver);
  }

  /** One that the server would not have. */
  sendAgain(id: string): void {
    this.chats.current.chat.tryAgain(id);
  }

  takeMessageBack(id: string): void {
    this.chats.current.chat.takeBack(id);
  }

  deleteMessage(id: string): Promise<void> {
    return this.#tell(this.chats.current.chat.delete(id));
  }

  loadOlderMessages(): Promise<void> {
    return this.#tell(this.chats.current.chat.loadOlder());
  }

  changeChatPolicy(changes: Partial<ChatPolicy>): Promise<void> {
    return this.#tell(this.chats.current.chat.setPolicy(changes));
  }

  /** A page that was loaded anew has a call that knows nothing of the name chosen before, and so may have the server. */
  #renameAgain(): void {
    const { name, renamed } = this.#place;
    if (renamed) this.call.rename(name).catch(() => undefined);
  }

  #mirror(): void {
    const { state } = this.call;
    store.dispatch(callMirrored(state));
    this.#hostWill.handleChange();
    this.#news.handleChange();
    if (state.conference !== undefined) {
      this.#followSoundMode(state.soundMode);
      this.chats.follow(state.room?.roomId ?? null);
    }
    if (state.connection.name !== 'ended') return;
    this.#stopScreenTracks();
    // Only there the same place can be taken once more.
    if (state.connection.reason === 'joinedElsewhere') this.chats.close();
    else this.chats.abandon();
    const { reason, error } = state.connection;
    const byMe = reason === 'endedForAll' && this.#endsForAll;
    this.#options.onEnded(byMe ? 'endedByMe' : reason, error?.code, this.#place);
  }

  /** Whoever's noise the browser removes in one mode has it removed by the server in the other. */
  #followSoundMode(mode: SoundMode): void {
    const before = this.#soundMode;
    if (mode === before) return;
    this.#soundMode = mode;
    void this.treatVoice();
    if (before === undefined) return;
    const key = mode === 'mixed' ? 'notice.soundMixed' : 'notice.soundForwarded';
    store.dispatch(noticed({ kind: 'info', text: { key } }));
  }

  #tellDeviceTrouble(): () => void {
    let before = this.media.state;
    return this.media.subscribe(() => {
      const now = this.media.state;
      for (const kind of ['camera', 'microphone'] as const) {
        const device = now[kind];
        if (device.name === 'trouble' && before[kind].name !== 'trouble')
          this.#say(`trouble.${kind}.${device.trouble}`);
      }
      before = now;
    });
  }

  #open(kind: LocalKind): Promise<MediaStreamTrack | undefined> {
    const { cameraId, microphoneId } = store.getState().preferences;
    return this.media.open(kind, kind === 'camera' ? cameraId : microphoneId);
  }

  #remember(changes: Partial<Place>): void {
    this.#place = { ...this.#place, ...changes };
    keepPlace(this.#options.conferenceId, this.#place);
  }

  /** Says why, where the rules of the meeting do not allow it. */
  #isForbidden(source: Switchable): boolean {
    const failure = forbidden(this.call.state, source);
    if (failure !== undefined)
      store.dispatch(noticed({ kind: 'trouble', topic: source, icon: offIcons[source], text: { failure } }));
    return failure !== undefined;
  }

  #stopScreenTracks(): void {
    for (const track of this.#screen?.getTracks() ?? []) track.stop();
    this.#screen = undefined;
  }

  async #tell(act: Promise<unknown>): Promise<void> {
    await this.#failure(act);
  }

  /** Answers what went wrong, after saying it. */
  async #failure(act: Promise<unknown>, topic?: string): Promise<FailureCode | undefined> {
    try {
      await act;
      return undefined;
    } catch (error) {
      const failure: FailureCode = error instanceof CallFailure ? error.code : 'internal';
      store.dispatch(noticed({ kind: 'trouble', topic: topic ?? failure, text: { failure } }));
      return failure;
    }
  }

  #say(key: WordKey): void {
    store.dispatch(noticed({ kind: 'trouble', text: { key } }));
  }
}
