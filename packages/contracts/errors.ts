/**
 * The catalogue of everything that can go wrong for a person or a script: code, HTTP status, words, and whether the same
 * call may work later. The words say what to do next; a code never stands alone on a screen.
 */
import { chatErrors } from './chat/chat-errors.ts';
import { type ErrorEntry, entry } from './error-entry.ts';
import { hostErrors } from './host-errors.ts';
import { recordingErrors } from './recording/recording-errors.ts';

export type { ErrorEntry } from './error-entry.ts';

export const errorCatalogue = {
  invalid_request: entry(
    400,
    false,
    'Something in this request is not as it should be. Check what you entered and try again.',
    'В запросе что-то не так. Проверьте введённое и попробуйте ещё раз.',
  ),
  not_found: entry(
    404,
    false,
    'There is nothing at this address. Check the link.',
    'По этому адресу ничего нет. Проверьте ссылку.',
  ),
  web_app_not_built: entry(
    503,
    true,
    'Veche is being set up. This page opens by itself in a moment.',
    'Veche настраивается. Эта страница откроется сама через мгновение.',
  ),
  request_too_large: entry(
    413,
    false,
    'This is too much for one request. Shorten it and try again.',
    'Для одного запроса это слишком много. Сократите и попробуйте ещё раз.',
  ),
  content_type_unsupported: entry(
    415,
    false,
    'The server takes JSON here. Send the request with the content type application/json.',
    'Сервер принимает здесь JSON. Отправьте запрос с типом содержимого application/json.',
  ),
  headers_too_large: entry(
    431,
    false,
    'The address of this page, or what the browser keeps for it, is too long. Check the link, or delete this site’s cookies.',
    'Адрес этой страницы или то, что браузер для неё хранит, слишком длинное. Проверьте ссылку или удалите cookie этого сайта.',
  ),
  request_timeout: entry(
    408,
    true,
    'The request took too long to arrive. Check your connection and try again.',
    'Запрос шёл слишком долго. Проверьте соединение и попробуйте ещё раз.',
  ),
  internal: entry(
    500,
    true,
    'Something broke on our side. Try again in a moment.',
    'У нас что-то сломалось. Попробуйте ещё раз через минуту.',
  ),
  too_many_requests: entry(
    429,
    true,
    'Too many tries in a short time. Wait a minute, then try again.',
    'Слишком много попыток за короткое время. Подождите минуту и попробуйте снова.',
  ),
  overloaded: entry(
    503,
    true,
    'The server is busy right now. Try again in a few seconds.',
    'Сервер сейчас занят. Попробуйте через несколько секунд.',
  ),
  shutting_down: entry(
    503,
    true,
    'The server is restarting. Try again in a minute.',
    'Сервер перезапускается. Попробуйте через минуту.',
  ),
  origin_not_allowed: entry(
    403,
    false,
    'This page may not talk to this server. Open the server’s own address.',
    'Этой странице нельзя обращаться к серверу. Откройте адрес самого сервера.',
  ),

  not_signed_in: entry(401, false, 'Sign in first.', 'Сначала войдите.'),
  wrong_credentials: entry(401, false, 'The e-mail or the password is not right.', 'Почта или пароль указаны неверно.'),
  wrong_password: entry(403, false, 'Your current password is not right.', 'Текущий пароль указан неверно.'),
  email_taken: entry(
    409,
    false,
    'There is an account with this e-mail already. Sign in instead.',
    'Учётная запись с этой почтой уже есть. Войдите в неё.',
  ),
  email_invalid: entry(400, false, 'This does not look like an e-mail address.', 'Это не похоже на адрес почты.'),
  password_too_short: entry(
    400,
    false,
    'Choose a password of at least 8 characters.',
    'Выберите пароль не короче 8 символов.',
  ),
  password_too_long: entry(
    400,
    false,
    'Choose a password of at most 128 characters.',
    'Выберите пароль не длиннее 128 символов.',
  ),
  password_too_common: entry(
    400,
    false,
    'Too many people use this password. Choose another one.',
    'Этот пароль слишком распространён. Выберите другой.',
  ),
  name_missing: entry(400, false, 'Enter a name.', 'Введите имя.'),
  name_too_long: entry(400, false, 'This name is too long.', 'Имя слишком длинное.'),

  conference_not_found: entry(
    404,
    false,
    'There is no such meeting. Check the link or the ID.',
    'Такой встречи нет. Проверьте ссылку или идентификатор.',
  ),
  conference_ended: entry(410, false, 'This meeting has ended.', 'Эта встреча уже закончилась.'),
  conference_full: entry(
    409,
    true,
    'The meeting is full. Try again when somebody has left.',
    'Встреча заполнена. Попробуйте, когда кто-нибудь выйдет.',
  ),
  conference_starts_in_past: entry(400, false, 'Choose a time in the future.', 'Выберите время в будущем.'),
  too_many_conferences: entry(
    409,
    false,
    'You have planned as many meetings as fit. Delete one first.',
    'Запланировано слишком много встреч. Сначала удалите одну.',
  ),
  join_password_required: entry(
    403,
    false,
    'This meeting has a password. Enter it to join.',
    'Для входа во встречу нужен пароль. Введите его.',
  ),
  join_password_wrong: entry(
    403,
    false,
    'This is not the meeting’s password. Check it and try again.',
    'Пароль встречи не подошёл. Проверьте его и попробуйте ещё раз.',
  ),
  not_the_owner: entry(
    403,
    false,
    'Only the meeting’s owner can do this.',
    'Это может сделать только владелец встречи.',
  ),
  not_the_host: entry(403, false, 'Only the host can do this.', 'Это может сделать только организатор.'),
  ...hostErrors,
  ...recordingErrors,
  no_media_server: entry(
    503,
    true,
    'No media server is free right now. Try again in a few seconds.',
    'Сейчас нет свободного медиасервера. Попробуйте через несколько секунд.',
  ),

  participant_token_invalid: entry(
    401,
    false,
    'Your place in this meeting is no longer valid. Join again.',
    'Ваше место во встрече больше не действует. Войдите заново.',
  ),
  joined_elsewhere: entry(
    409,
    false,
    'You joined this meeting from another tab or device.',
    'Вы вошли в эту встречу с другой вкладки или устройства.',
  ),
  not_joined: entry(409, false, 'Join the meeting first.', 'Сначала войдите во встречу.'),
  media_not_found: entry(404, true, 'This stream is gone already.', 'Этого потока уже нет.'),
  media_limit: entry(409, false, 'There are too many streams already.', 'Потоков уже слишком много.'),
  media_unsupported: entry(
    415,
    false,
    'Your browser and the server share no codec for this. Update the browser.',
    'У браузера и сервера нет общего кодека. Обновите браузер.',
  ),
  media_restarting: entry(
    503,
    true,
    'Media is restarting. It will be back in a moment.',
    'Медиасервер перезапускается. Через мгновение всё вернётся.',
  ),
  ...chatErrors,
  source_in_use: entry(409, false, 'You are sending this already.', 'Вы уже передаёте это.'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** The one error that use cases throw; edges turn it into a status and words. */
export class VecheError extends Error {
  override readonly name = 'VecheError';
  readonly code: ErrorCode;
  /** Seconds after which a retry makes sense, for `retryable` codes. */
  readonly retryAfterSeconds: number | undefined;
  /** Which field of the request is meant, as in `email`. */
  readonly field: string | undefined;

  constructor(code: ErrorCode, options: { retryAfterSeconds?: number; field?: string; cause?: unknown } = {}) {
    super(errorCatalogue[code].en, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.field = options.field;
  }
}

export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly retryable: boolean;
    readonly field?: string;
    readonly retryAfterSeconds?: number;
  };
}

export type Language = 'en' | 'ru';

/** The body that crosses the wire, HTTP and signalling alike. */
export function errorBody(error: VecheError, language: Language): ErrorBody {
  const { retryable, [language]: message } = errorCatalogue[error.code];
  return {
    error: {
      code: error.code,
      message,
      retryable,
      ...(error.field === undefined ? {} : { field: error.field }),
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
    },
  };
}
