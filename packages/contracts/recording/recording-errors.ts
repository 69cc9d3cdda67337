/** What can go wrong with recordings. Part of the catalogue in `errors.ts`. */
import { type ErrorEntry, entry } from '../error-entry.ts';

export const recordingErrors = {
  recording_not_found: entry(
    404,
    false,
    'There is no such recording, or it is not shared with you. Ask its owner.',
    'Такой записи нет, или вам её не открыли. Спросите владельца.',
  ),
  recording_sign_in: entry(
    401,
    false,
    'Sign in to watch this recording, or ask its owner for a link.',
    'Войдите, чтобы смотреть эту запись, или попросите у владельца ссылку.',
  ),
  recording_link_expired: entry(
    403,
    false,
    'This link to a recording has expired. Open the recording’s page again.',
    'Срок этой ссылки на запись истёк. Откройте страницу записи заново.',
  ),
  not_recording: entry(409, false, 'Nothing is being recorded here.', 'Здесь ничего не записывается.'),
  nobody_to_record: entry(
    409,
    false,
    'Nobody is in this meeting. Join it, then record.',
    'Во встрече никого нет. Войдите в неё и начните запись.',
  ),
  recording_unfinished: entry(
    409,
    true,
    'This recording still goes on. Stop it first.',
    'Эта запись ещё идёт. Сначала остановите её.',
  ),
  recordings_full: entry(
    507,
    false,
    'Your recordings take all the room that you have. Delete some, then record.',
    'Ваши записи заняли всё отведённое место. Удалите ненужные и начните запись.',
  ),
  recordings_no_space: entry(
    507,
    true,
    'The server’s disk is nearly full, so a recording cannot be begun. Tell whoever runs it.',
    'Диск сервера почти заполнен, запись начать нельзя. Сообщите администратору.',
  ),
  recording_name_missing: entry(400, false, 'Give the recording a name.', 'Дайте записи название.'),
  recording_name_too_long: entry(
    400,
    false,
    'A recording’s name has up to 100 characters. Shorten it.',
    'В названии записи помещается до 100 знаков. Сократите его.',
  ),
  account_not_found: entry(
    404,
    false,
    'Nobody has an account under this address here.',
    'Учётной записи с таким адресом здесь нет.',
  ),
  shares_full: entry(
    409,
    false,
    'This recording is shared as often as it can be. Withdraw one share first.',
    'Запись открыта наибольшему числу людей. Сначала закройте чей-нибудь доступ.',
  ),
  share_not_found: entry(
    404,
    false,
    'This share is withdrawn already, or has run out.',
    'Этот доступ уже закрыт, или его срок истёк.',
  ),
  recording_part_missing: entry(
    404,
    false,
    'This part of the recording is not there. Open the recording’s page again.',
    'Этой части записи нет. Откройте страницу записи заново.',
  ),
  recording_chunks_gone: entry(
    410,
    false,
    'The parts of this recording were cleared away after it was made. Watch or download the finished file.',
    'Исходные части этой записи уже удалены после её подготовки. Смотрите или скачайте готовый файл.',
  ),
  rendering_unavailable: entry(
    409,
    false,
    'There is no ffmpeg on the server, so recordings are delivered as they were recorded.',
    'На сервере нет ffmpeg, поэтому записи отдаются такими, как были записаны.',
  ),
} as const satisfies Record<string, ErrorEntry>;
