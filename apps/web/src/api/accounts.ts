/** Accounts and sessions over HTTP. */
import type { CurrentSession, Session, SessionList, UpdateUserRequest, User } from '@veche/contracts/rest/identity.ts';
import { ask } from './http.ts';

export const accounts = {
  /** Null for a stranger, without an error in the browser's console. */
  current: async (): Promise<User | null> => (await ask<CurrentSession>('GET', '/session')).user,
  me: () => ask<User>('GET', '/users/me'),
  register: (name: string, email: string, password: string) =>
    ask<unknown>('POST', '/users', { name, email, password }),
  signIn: (email: string, password: string) => ask<unknown>('POST', '/sessions', { email, password }),
  signOut: () => ask<void>('DELETE', '/sessions/current'),
  signOutEverywhere: () => ask<void>('DELETE', '/sessions'),
  update: (changes: UpdateUserRequest) => ask<User>('PATCH', '/users/me', changes),
  changePassword: (currentPassword: string, newPassword: string) =>
    ask<void>('PUT', '/users/me/password', { currentPassword, newPassword }),
  remove: (currentPassword: string) => ask<void>('DELETE', '/users/me', { currentPassword }),
  sessions: async (): Promise<readonly Session[]> => (await ask<SessionList>('GET', '/sessions')).sessions,
  endSession: (id: string) => ask<void>('DELETE', `/sessions/${id}`),
};
