/** Accounts and sessions over HTTP: request and answer schemas. One schema gives the type, the JSON Schema and the validator. */
import Type, { type Static } from 'typebox';
import { SessionId, UserId } from '../ids.ts';

/** Lengths are judged by the use case, so that the answer can say in words which rule was broken; here stands only what no person would type. */
const Typed = Type.String({ maxLength: 1_000 });

export const RegisterRequest = Type.Object({ name: Typed, email: Typed, password: Typed });
export const SignInRequest = Type.Object({ email: Typed, password: Typed });
export const SignInAnswer = Type.Object({ token: Type.String() });
export const User = Type.Object({ id: UserId, name: Type.String(), email: Type.String(), createdAt: Type.String() });
export const UpdateUserRequest = Type.Object({
  name: Type.Optional(Typed),
  /** A new e-mail needs the current password beside it. */
  email: Type.Optional(Typed),
  currentPassword: Type.Optional(Typed),
});
export const ChangePasswordRequest = Type.Object({ currentPassword: Typed, newPassword: Typed });
export const DeleteUserRequest = Type.Object({ currentPassword: Typed });
export const Session = Type.Object({
  id: SessionId,
  createdAt: Type.String(),
  lastUsedAt: Type.String(),
  /** The browser's name in words, from its User-Agent. */
  device: Type.String(),
  address: Type.String(),
  current: Type.Boolean(),
});
/** Who asks; null = nobody who is signed in. */
export const CurrentSession = Type.Object({ user: Type.Union([User, Type.Null()]) });
export const SessionList = Type.Object({ sessions: Type.Array(Session) });

export type RegisterRequest = Static<typeof RegisterRequest>;
export type SignInRequest = Static<typeof SignInRequest>;
export type User = Static<typeof User>;
export type UpdateUserRequest = Static<typeof UpdateUserRequest>;
export type ChangePasswordRequest = Static<typeof ChangePasswordRequest>;
export type Session = Static<typeof Session>;
export type CurrentSession = Static<typeof CurrentSession>;
export type SessionList = Static<typeof SessionList>;
