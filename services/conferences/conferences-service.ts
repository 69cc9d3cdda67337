/** The conferences service: puts its parts together and says what the rest of the program may ask of it. */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import type { FastifyPluginAsync } from 'fastify';
import type { ChatPlace, ConferencesParts, Place } from './conferences-parts.ts';
import type { ConferencesNeeds } from './needs.ts';
import { conferencesPlugin } from './plugin.ts';
import { type ConferenceTables, conferenceMigrations } from './store/conference-tables.ts';
import { Conferences } from './store/conferences.ts';
import { Places } from './store/places.ts';
import { markEnded } from './use-cases/end-conference.ts';
import { findOwn } from './use-cases/find-conference.ts';
import { findPerson } from './use-cases/find-person.ts';
import { forgetOwner } from './use-cases/forget-owner.ts';
import { redeemChatPlace, redeemPlace } from './use-cases/redeem-place.ts';
import { withdrawPlaces } from './use-cases/withdraw-places.ts';

export interface ConferencesService {
  /** All routes under `/api/v1/conferences`. Errors are VecheErrors; whoever registers it turns them into answers. */
  readonly plugin: FastifyPluginAsync;
  /** For the media server: whose place is this? */
  redeemPlace(participantToken: string): Promise<Place | undefined>;
  /** For the chat: whose place is this, who has a place, and is this the owner? */
  redeemChatPlace(chatToken: string): Promise<ChatPlace | undefined>;
  person(
    conferenceId: string,
    participantId: string,
  ): Promise<{ readonly name: string; readonly userId: string | undefined } | undefined>;
  /** Throws `conference_not_found`, `not_the_owner`. */
  requireOwner(conferenceId: string, userId: string): Promise<{ readonly id: string; readonly name: string }>;
  /** The media server tells: the host has ended this meeting for all. */
  conferenceEnded(conferenceId: string): Promise<void>;
  /** The media server tells: the host chose this sound mode. */
  soundModeChosen(conferenceId: string, mode: SoundMode): Promise<void>;
  /** Identity tells: this account goes. */
  accountDeleted(userId: string): Promise<void>;
  /** Identity tells: these sessions ended. Answers who is to be put out. */
  sessionsEnded(
    sessionIds: readonly string[],
  ): Promise<readonly { readonly conferenceId: string; readonly participantId: string }[]>;
}

/** Brings the tables up to date. Holds nothing that would have to be closed. */
export async function openConferences(needs: ConferencesNeeds): Promise<ConferencesService> {
  await needs.sql.migrate(conferenceMigrations);
  const parts: ConferencesParts = {
    conferences: new Conferences(needs.sql.withTables<ConferenceTables>()),
    places: new Places(needs.tokens),
    limits: needs.limits,
    clock: needs.clock,
    random: needs.random,
    route: (conferenceId, publicUrl) => needs.route(conferenceId, publicUrl),
    chatUrl: (chatToken, publicUrl) => needs.chatUrl(chatToken, publicUrl),
    iceServers: () => needs.iceServers(),
    live: (conferenceId) => needs.live(conferenceId),
    soundModeChosen: (conferenceId, mode) => needs.soundModeChosen(conferenceId, mode),
    endConference: (conferenceId) => needs.endConference(conferenceId),
    conferenceDeleted: (conferenceId) => needs.conferenceDeleted(conferenceId),
    accountName: (userId) => needs.accountName(userId),
    stillSignedIn: (account) => needs.stillSignedIn(account),
  };
  return {
    plugin: conferencesPlugin(parts, needs),
    redeemPlace: (participantToken) => redeemPlace(parts, participantToken),
    redeemChatPlace: (chatToken) => redeemChatPlace(parts, chatToken),
    person: (conferenceId, participantId) => findPerson(parts, { conferenceId, participantId }),
    requireOwner: async (conferenceId, userId) => {
      const { id, name } = await findOwn(parts, conferenceId, userId);
      return { id, name };
    },
    conferenceEnded: (conferenceId) => markEnded(parts, conferenceId),
    soundModeChosen: (conferenceId, mode) =>
      parts.conferences.setSoundMode(conferenceId, mode, instant(needs.clock.nowMs())),
    accountDeleted: (userId) => forgetOwner(parts, userId),
    sessionsEnded: (sessionIds) => withdrawPlaces(parts, sessionIds),
  };
}
