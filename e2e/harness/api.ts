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
  await post(`${origin}/api/v1/users`, { name: 'Olga Owner', email, password });
  const { token } = await post<{ token: string }>(`${origin}/api/v1/sessions`, { email, password });
  return { email, password, token };
}

export async function createMeeting(
  origin: string,
  owner: Owner,
  meeting: { name: string; password?: string; soundMode?: SoundMode; lobby?: boolean },
): Promise<Meeting> {
  return await post<Meeting>(`${origin}/api/v1/conferences`, meeting, owner.token);
}

async function post<Answer>(url: string, body: unknown, token?: string): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
