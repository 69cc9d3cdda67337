/** What can go wrong where hosts decide: doors, roles, what guests may, breakout rooms. Part of the catalogue in `errors.ts`. */
import { type ErrorEntry, entry } from './error-entry.ts';

export const hostErrors = {
  not_a_host: entry(
    403,
    false,
    'Only the host and co-hosts can do this.',
    'Это могут сделать только организатор и его помощники.',
  ),
  waiting_for_host: entry(
    403,
    true,
    'You are waiting. A host will let you in.',
    'Вы ждёте у входа. Организатор вас впустит.',
  ),
  meeting_locked: entry(
    403,
    true,
    'The meeting is locked: nobody new can come in. Ask the host to unlock it.',
    'Встреча закрыта для новых участников. Попросите организатора открыть её.',
  ),
  removed_from_meeting: entry(
    403,
    false,
    'The host removed you from this meeting. You cannot come back.',
    'Организатор удалил вас из этой встречи. Вернуться нельзя.',
  ),
  participant_not_found: entry(
    404,
    false,
    'This person is not in the meeting any more.',
    'Этого человека уже нет во встрече.',
  ),
  owner_stays: entry(
    403,
    false,
    'This cannot be done to the meeting’s owner.',
    'С владельцем встречи так поступить нельзя.',
  ),
  host_stays: entry(
    403,
    false,
    'This cannot be done to a host. Make them a participant first.',
    'С организатором так поступить нельзя. Сначала сделайте его участником.',
  ),
  not_yourself: entry(409, false, 'You cannot do this to yourself.', 'Это нельзя сделать с самим собой.'),
  unmute_off: entry(
    403,
    false,
    'The host has switched off unmuting. Raise your hand to speak.',
    'Организатор запретил включать микрофон. Поднимите руку, чтобы взять слово.',
  ),
  video_off: entry(
    403,
    false,
    'The host has switched off participants’ video.',
    'Организатор запретил участникам включать видео.',
  ),
  sharing_off: entry(
    403,
    false,
    'The host has switched off screen sharing for participants.',
    'Организатор запретил участникам показывать экран.',
  ),
  no_screen: entry(
    409,
    false,
    'Share your screen first: its sound goes with it.',
    'Сначала покажите экран: звук передаётся вместе с ним.',
  ),
  host_message_empty: entry(400, false, 'Write something first.', 'Сначала напишите что-нибудь.'),
  host_message_too_long: entry(
    400,
    false,
    'This has up to 500 characters. Shorten it.',
    'Здесь помещается до 500 знаков. Сократите.',
  ),
  room_not_found: entry(404, false, 'This room is not there any more.', 'Этой комнаты больше нет.'),
  too_many_rooms: entry(
    409,
    false,
    'There can be 50 rooms. Remove one first.',
    'Больше 50 комнат создать нельзя. Сначала удалите одну.',
  ),
  no_more_rooms: entry(
    409,
    false,
    'This meeting has made 1,000 rooms, which is all that one meeting can. Rename one of those that are there.',
    'В этой встрече создано уже 1000 комнат, больше нельзя. Переименуйте одну из имеющихся.',
  ),
  no_rooms: entry(409, false, 'Create rooms first.', 'Сначала создайте комнаты.'),
  rooms_closed: entry(409, false, 'The rooms are closed.', 'Комнаты закрыты.'),
  rooms_open: entry(409, false, 'The rooms are open already.', 'Комнаты уже открыты.'),
  room_not_yours: entry(
    403,
    false,
    'You can enter the room that you are meant for. Ask the host to move you.',
    'Войти можно в ту комнату, которая вам назначена. Попросите организатора перевести вас.',
  ),
  stay_in_room: entry(
    403,
    false,
    'The host brings everybody back from the rooms. Ask for help to speak to the host.',
    'Из комнат всех возвращает организатор. Позовите его на помощь, если нужно.',
  ),
  not_in_a_room: entry(409, false, 'You are in the main room.', 'Вы в общем зале.'),
} as const satisfies Record<string, ErrorEntry>;
