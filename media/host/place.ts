/** What a participant token stands for, as the service that gave it out says. */
export interface Place {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly conferenceName: string;
  readonly name: string;
  readonly role: 'host' | 'guest';
}
