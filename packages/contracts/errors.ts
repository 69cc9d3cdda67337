/**
 * The catalogue of everything that can go wrong for a person or a script: code, HTTP status, words, and whether the same
 * call may work later. The words say what to do next; a code never stands alone on a screen.
 */
export interface ErrorEntry {
  readonly status: number;
  readonly retryable: boolean;
  readonly en: string;
  readonly ru: string;
}

const entry = (status: number, retryable: boolean, en: string, ru: string): ErrorEntry => ({
  status,
  retryable,
  en,
  ru,
});

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
  message_empty: entry(400, false, 'Write something first.', 'Сначала напишите что-нибудь.'),
  message_too_long: entry(
    400,
    false,
    'A message has up to 500 characters. Shorten it or send it in parts.',
    'В сообщении помещается до 500 знаков. Сократите его или отправьте по частям.',
  ),
  message_not_found: entry(404, false, 'This message is not there any more.', 'Этого сообщения больше нет.'),
  message_id_taken: entry(
    409,
    false,
    'Another message has this ID. Send it under a new one.',
    'Такой идентификатор есть у другого сообщения. Отправьте его под новым.',
  ),
  not_your_message: entry(
    403,
    false,
    'Only its author or the host can delete a message.',
    'Удалить сообщение может только его автор или организатор.',
  ),
  chat_off: entry(
    403,
    false,
    'The host has switched the chat off for participants.',
    'Организатор отключил чат для участников.',
  ),
  direct_messages_off: entry(
    403,
    false,
    'The host has switched off messages to one person. Write to everybody.',
    'Организатор отключил личные сообщения. Напишите всем.',
  ),
  receiver_not_found: entry(
    404,
    false,
    'This person is not in the meeting. Choose somebody else.',
    'Этого человека нет во встрече. Выберите кого-нибудь другого.',
  ),
  chat_full: entry(
    409,
    false,
    'This meeting’s chat holds no more messages.',
    'В чате этой встречи больше нет места для сообщений.',
  ),
  chat_unavailable: entry(
    503,
    true,
    'The message could not be kept right now. It will be sent again in a moment.',
    'Сейчас сообщение не удалось сохранить. Через мгновение оно отправится снова.',
  ),
  files_off: entry(
    403,
    false,
    'The host has switched off files in the chat for participants.',
    'Организатор отключил файлы в чате для участников.',
  ),
  file_name_invalid: entry(
    400,
    false,
    'This file’s name cannot be used: it is empty, longer than 260 characters, or holds a path. Rename the file and try again.',
    'Имя этого файла не подходит: оно пустое, длиннее 260 знаков или содержит путь. Переименуйте файл и попробуйте ещё раз.',
  ),
  file_empty: entry(400, false, 'This file is empty.', 'Этот файл пуст.'),
  file_too_large: entry(
    413,
    false,
    'A file may have up to 1 GB. Send a smaller one, or put it elsewhere and send the link.',
    'Файл может занимать до 1 ГБ. Отправьте файл поменьше или выложите его в другом месте и пришлите ссылку.',
  ),
  file_executable: entry(
    415,
    false,
    'Programs are not sent here: the file could harm whoever opens it.',
    'Программы здесь не пересылаются: такой файл может навредить тому, кто его откроет.',
  ),
  file_content_mismatch: entry(
    415,
    false,
    'The file is not what its name says. Give it the right ending and try again.',
    'Содержимое файла не то, что обещает его имя. Исправьте расширение и попробуйте ещё раз.',
  ),
  file_scripted: entry(
    415,
    false,
    'This picture holds a script or something from elsewhere. Save it without, or as PNG, and try again.',
    'В этой картинке есть скрипт или что-то подгружаемое со стороны. Сохраните её без этого или как PNG и попробуйте ещё раз.',
  ),
  file_unpacks_too_large: entry(
    415,
    false,
    'This archive would unpack to far more than it should. It is not taken.',
    'Этот архив распаковался бы в слишком большой объём. Он не принят.',
  ),
  picture_too_large: entry(
    415,
    false,
    'This picture has more than 64 megapixels. Make it smaller and try again.',
    'В этой картинке больше 64 мегапикселей. Уменьшите её и попробуйте ещё раз.',
  ),
  file_quota_person: entry(
    413,
    false,
    'You have sent as much as fits into one meeting: 5 GB. Delete some of your files first.',
    'Вы уже отправили столько, сколько помещается в одну встречу: 5 ГБ. Сначала удалите часть своих файлов.',
  ),
  file_quota_conference: entry(
    413,
    false,
    'This meeting’s chat holds no more files.',
    'В чате этой встречи больше нет места для файлов.',
  ),
  too_many_unsent_files: entry(
    409,
    false,
    'Too many files are on their way already. Wait until some are sent.',
    'Слишком много файлов уже в пути. Подождите, пока часть из них отправится.',
  ),
  upload_not_found: entry(
    404,
    false,
    'This upload is not there any more. Attach the file anew.',
    'Этой загрузки больше нет. Прикрепите файл заново.',
  ),
  upload_offset_wrong: entry(
    409,
    true,
    'The server has another part of this file than this piece follows on. It goes on from there.',
    'На сервере есть другая часть файла, чем та, за которой следует этот кусок. Загрузка продолжится с неё.',
  ),
  upload_busy: entry(
    423,
    true,
    'Another connection is uploading this file. Try again in a moment.',
    'Этот файл загружается по другому соединению. Попробуйте через мгновение.',
  ),
  tus_version: entry(
    412,
    false,
    'Uploads speak tus 1.0.0 here. Send the header Tus-Resumable: 1.0.0.',
    'Загрузки идут здесь по tus 1.0.0. Отправьте заголовок Tus-Resumable: 1.0.0.',
  ),
  attachment_not_found: entry(
    404,
    false,
    'This file cannot be sent: it is not uploaded to its end, or it went with another message. Attach it anew.',
    'Этот файл нельзя отправить: он не загружен до конца или уже ушёл с другим сообщением. Прикрепите его заново.',
  ),
  file_gone: entry(
    404,
    false,
    'This link has run out, or the file is not there any more. Ask for the file again in the chat.',
    'Срок этой ссылки истёк, или файла больше нет. Запросите файл в чате ещё раз.',
  ),
  storage_full: entry(
    503,
    true,
    'There is no room for files on the server right now. Try again later, or tell whoever runs it.',
    'На сервере сейчас нет места для файлов. Попробуйте позже или сообщите тому, кто его обслуживает.',
  ),
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
