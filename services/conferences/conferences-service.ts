/** The conferences service: puts its parts together and says what the rest of the program may ask of it. */
import type { RoomView } from '@veche/contracts/signalling/breakout-view.ts';
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import { Disposables } from '@veche/kernel/disposables.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import type { FastifyPluginAsync } from 'fastify';
import type { ChatPlace, ConferencesParts, Place } from './conferences-parts.ts';
import { type AttendanceEvent, participantsTopic, participantWriterGroup } from './domain/attendance-event.ts';
import type { ConferencesNeeds, LiveRecord } from './needs.ts';
import { conferencesPlugin } from './plugin.ts';
import { Bars } from './store/bars.ts';
import { BreakoutRooms } from './store/breakout-rooms.ts';
import { type ConferenceTables, conferenceMigrations } from './store/conference-tables.ts';
import { Conferences } from './store/conferences.ts';
import { LiveConferences } from './store/live-conferences.ts';
import { Participations } from './store/participations.ts';
import { type PlaceName, Places } from './store/places.ts';
import { doorWhileClosed } from './use-cases/door-while-closed.ts';
import { markEnded } from './use-cases/end-conference.ts';
import { findOwnOrRoom } from './use-cases/find-conference.ts';
import { findPerson } from './use-cases/find-person.ts';
import { forgetOwner } from './use-cases/forget-owner.ts';
import { keepRooms } from './use-cases/keep-rooms.ts';
import { openRoomChat } from './use-cases/open-room-chat.ts';
import { type RecordedConference, recordedConference } from './use-cases/recorded-conference.ts';
import { redeemChatPlace, redeemPlace } from './use-cases/redeem-place.ts';
import { removeParticipant } from './use-cases/remove-participant.ts';
import { withdrawPlaces } from './use-cases/withdraw-places.ts';
import { AbandonedPeople } from './workers/abandoned-people.ts';
import { MeetingSweeper } from './workers/sweep-meetings.ts';
import { AttendanceTeller } from './workers/tell-attendance.ts';
import { LiveWriter } from './workers/write-live.ts';
import { writeParticipants } from './workers/write-participants.ts';

export interface ConferencesService {
  /** All routes under `/api/v1/conferences`. Errors are VecheErrors; whoever registers it turns them into answers. */
  readonly plugin: FastifyPluginAsync;
  /** For the media server: whose place is this? */
  redeemPlace(participantToken: string): Promise<Place | undefined>;
  /** For the chat: whose place is this, who has a place, and is this the owner? Of meetings and of their rooms. */
  redeemChatPlace(chatToken: string): Promise<ChatPlace | undefined>;
  person(
    conferenceId: string,
    participantId: string,
  ): Promise<{ readonly name: string; readonly userId: string | undefined } | undefined>;
  /** For the chat of a meeting that does not go on, or of one of its rooms: would they be let in without being asked? */
  doorWhileClosed(conferenceId: string, participantId: string): Promise<'open' | 'shut'>;
  /** Throws `conference_not_found`, `not_the_owner`. */
  requireOwner(conferenceId: string, userId: string): Promise<{ readonly id: string; readonly name: string }>;
  /** Of a breakout room, the meeting that it belongs to; nothing for what is none. Never changes. */
  parentOf(conferenceId: string): Promise<string | undefined>;
  /** All breakout rooms that a meeting has had, oldest first. */
  rooms(conferenceId: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** For recordings: a meeting, or a breakout room of one. */
  recordedConference(conferenceId: string): Promise<RecordedConference | undefined>;
  /** As somebody was last called; undefined = nobody of this id has been inside. */
  participantName(participantId: string): Promise<string | undefined>;
  /** The page of the meeting's newest recording, as a path; null = there is none any more. */
  recordingUrlChanged(conferenceId: string, url: string | null): Promise<void>;
  /** Those of its recordings that are meant to go on, by what is written down of the meeting. */
  recordingsGoingOn(conferenceId: string): Promise<readonly string[]>;
  /** The media server tells: the host has ended this meeting for all. */
  conferenceEnded(conferenceId: string): Promise<void>;
  /** The media server tells: the host chose this sound mode, or whether newcomers wait. */
  soundModeChosen(conferenceId: string, mode: SoundMode): Promise<void>;
  lobbyChosen(conferenceId: string, lobby: boolean): Promise<void>;
  /**
   * The media server tells: a host put somebody out. Durable when it resolves. Answers whose places are void: the one that was named, and every other of
   * the same person's in this meeting.
   */
  participantRemoved(conferenceId: string, participantId: string): Promise<readonly PlaceName[]>;
  /**
   * The media server tells: these are the meeting's rooms. Durable when it resolves; answers those that are gone with it. Throws
   * `conference_ended`, `room_not_found`.
   */
  roomsKept(conferenceId: string, rooms: readonly RoomView[]): Promise<readonly string[]>;
  /** For the media server: a token for the chat of a room. Throws `room_not_found`, `participant_not_found`. */
  openRoomChat(conferenceId: string, roomId: string, participantId: string): Promise<string>;
  /** The media server tells what stands now. Never throws. */
  liveChanged(live: LiveRecord): Promise<void>;
  /** The media server tells that somebody came, left or took another name. Never throws. */
  attended(event: AttendanceEvent): void;
  /** Resolves when all that was told so is in the log, or cannot be in short time. */
  attendanceSettled(): Promise<void>;
  /** Identity tells: this account goes. */
  accountDeleted(userId: string): Promise<void>;
  /** Identity tells: these sessions ended. Answers who is to be put out. */
  sessionsEnded(sessionIds: readonly string[]): Promise<readonly PlaceName[]>;
  /** Ends meetings that everybody has left; done every minute by itself. Answers how many. */
  sweep(): Promise<number>;
  /** Resolves when everything that was told is written. */
  close(): Promise<void>;
}

/** Brings the tables up to date. */
export async function openConferences(needs: ConferencesNeeds): Promise<ConferencesService> {
  const { log, logger, clock } = needs;
  await needs.sql.migrate(conferenceMigrations);
  const opened = new Disposables();
  const sql = needs.sql.withTables<ConferenceTables>();
  const liveConferences = new LiveConferences(sql);
  const liveWriter = new LiveWriter(liveConferences, needs);
  const parts: ConferencesParts = {
    conferences: new Conferences(sql),
    rooms: new BreakoutRooms(sql),
    bars: new Bars(sql),
    liveConferences,
    liveWriter,
    participations: new Participations(sql),
    places: new Places(needs.tokens),
    limits: needs.limits,
    clock,
    random: needs.random,
    route: (conferenceId, publicUrl) => needs.route(conferenceId, publicUrl),
    chatUrl: (chatToken, publicUrl) => needs.chatUrl(chatToken, publicUrl),
    iceServers: () => needs.iceServers(),
    live: (conferenceId) => needs.live(conferenceId),
    soundModeChosen: (conferenceId, mode) => needs.soundModeChosen(conferenceId, mode),
    lobbyChosen: (conferenceId, lobby) => needs.lobbyChosen(conferenceId, lobby),
    roomsPrepared: (conferenceId, kept) => needs.roomsPrepared(conferenceId, kept),
    endConference: (conferenceId) => needs.endConference(conferenceId),
    conferenceDeleted: (conferenceId) => needs.conferenceDeleted(conferenceId),
    accountName: (userId) => needs.accountName(userId),
    accountEmail: (userId) => needs.accountEmail(userId),
    stillSignedIn: (account) => needs.stillSignedIn(account),
  };
  opened.add(() => liveWriter.close());
  const writer = log.consume(participantsTopic, participantWriterGroup, (events) => writeParticipants(parts, events), {
    onSetAside: ({ group, event, reason }) =>
      logger.error({ group, position: event.position, conferenceId: event.key, reason }, 'An attendance was set aside'),
  });
  opened.add(() => writer.close());
  const attendance = new AttendanceTeller(log, logger);
  opened.add(() => attendance.close());
  const abandoned = await AbandonedPeople.open(parts, (event) => attendance.tell(event));
  const sweeper = new MeetingSweeper(parts, abandoned, logger, needs.emptyMeetingEndsMs);
  sweeper.start();
  opened.add(() => sweeper.close());

  return {
    plugin: conferencesPlugin(parts, needs),
    redeemPlace: (participantToken) => redeemPlace(parts, participantToken),
    redeemChatPlace: (chatToken) => redeemChatPlace(parts, chatToken),
    person: (conferenceId, participantId) => findPerson(parts, { conferenceId, participantId }),
    doorWhileClosed: (conferenceId, participantId) => doorWhileClosed(parts, { conferenceId, participantId }),
    requireOwner: async (conferenceId, userId) => {
      const { id, name } = await findOwnOrRoom(parts, conferenceId, userId);
      return { id, name };
    },
    parentOf: async (conferenceId) => (await parts.conferences.byId(conferenceId))?.parent_id ?? undefined,
    rooms: async (conferenceId) => (await parts.rooms.of(conferenceId)).map(({ id, name }) => ({ id, name })),
    recordedConference: (conferenceId) => recordedConference(parts, conferenceId),
    participantName: (participantId) => parts.participations.name(participantId),
    recordingUrlChanged: (conferenceId, url) =>
      parts.conferences.setRecordingUrl(conferenceId, url, instant(clock.nowMs())),
    recordingsGoingOn: async (conferenceId) => {
      const kept = await parts.liveConferences.kept(conferenceId);
      return kept?.recordings?.map(({ recordingId }) => recordingId) ?? [];
    },
    conferenceEnded: (conferenceId) => markEnded(parts, conferenceId),
    soundModeChosen: (conferenceId, mode) => parts.conferences.setSoundMode(conferenceId, mode, instant(clock.nowMs())),
    lobbyChosen: (conferenceId, lobby) =>
      parts.conferences.setLobby(conferenceId, Number(lobby), instant(clock.nowMs())),
    participantRemoved: (conferenceId, participantId) => removeParticipant(parts, { conferenceId, participantId }),
    roomsKept: (conferenceId, rooms) => keepRooms(parts, conferenceId, rooms),
    openRoomChat: (conferenceId, roomId, participantId) => openRoomChat(parts, { conferenceId, participantId }, roomId),
    liveChanged: (live) => liveWriter.tell(live),
    attended: (event) => attendance.tell(event),
    attendanceSettled: () => attendance.settled(),
    accountDeleted: (userId) => forgetOwner(parts, userId),
    sessionsEnded: (sessionIds) => withdrawPlaces(parts, sessionIds),
    sweep: () => sweeper.sweep(),
    close: () => opened.close(),
  };
}
