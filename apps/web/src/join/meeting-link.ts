/** Finds the meeting in what a person pasted: a whole link, a path, or the bare ID; and the password behind `#p=`. */
export interface MeetingAddress {
  readonly conferenceId: string;
  readonly password: string | undefined;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The password of a link's fragment, `#p=...`; undefined where there is none. */
export function passwordInHash(hash: string): string | undefined {
  const password = new URLSearchParams(hash.replace(/^#/, '')).get('p');
  return password === null || password === '' ? undefined : password;
}

/** Undefined when there is no meeting ID in the text. Words around the link, as in a forwarded message, do no harm. */
export function parseMeetingAddress(text: string): MeetingAddress | undefined {
  const conferenceId = uuid.exec(text)?.[0].toLowerCase();
  if (conferenceId === undefined) return undefined;
  const hash = /#(\S+)/.exec(text)?.[1];
  return { conferenceId, password: hash === undefined ? undefined : passwordInHash(hash) };
}

/** The path of a meeting in this app. */
export function meetingPath({ conferenceId, password }: MeetingAddress): string {
  return `/j/${conferenceId}${password === undefined ? '' : `#${new URLSearchParams({ p: password })}`}`;
}

/** A join link of the server as a path of this app; links of other hosts lead to the same meeting here. */
export function pathOfLink(link: string): string {
  const address = parseMeetingAddress(link);
  return address === undefined ? '/' : meetingPath(address);
}
