/** The REST calls that set a test's stage: an account, a session, a meeting. */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';

export interface Owner {
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

export interface Meeting {
  readonly id: string;
  readonly joinLink: string;
  readonly joinPassword: string | null;
}

let counter = 0;

export async function registerOwner(origin: string): Promise<Owner> {
  counter += 1;
  const email = `owner${process.pid}-${counter}@example.org`;
  const password = 'a long walk by the river';
  await ask(`${origin}/api/v1/users`, { name: 'Olga Owner', email, password });
  const { token } = await ask<{ token: string }>(`${origin}/api/v1/sessions`, { email, password });
  return { email, password, token };
}

export async function createMeeting(
  origin: string,
  owner: Owner,
  meeting: { name: string; password?: string; soundMode?: SoundMode; lobby?: boolean },
): Promise<Meeting> {
  return await ask<Meeting>(`${origin}/api/v1/conferences`, meeting, owner.token);
}

export type Rest = <Answer>(path: string, body?: unknown) => Promise<Answer>;

/** What the owner asks of the program: POST where there is a body, else GET. Throws unless it succeeds. */
export function restOf(origin: string, { token }: Owner): Rest {
  return (path, body) => ask(`${origin}/api/v1${path}`, body, token);
}

async function ask<Answer>(url: string, body: unknown, token?: string): Promise<Answer> {
  const response = await fetch(url, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
