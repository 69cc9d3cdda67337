/**
 * The passwords that are tried first when an account is attacked, at least the 3,000 most common that the length rule lets
 * through. The set is made, not copied: whole passwords and stems that are public knowledge, joined by the patterns in which
 * people vary them. It is therefore no exact ranking of any leak, and holds some that are less common than they look.
 */
import { limits } from '@veche/contracts/limits.ts';
import { commonStems, commonWhole } from './common-password-words.ts';

const suffixes: readonly string[] = [
  ...['1', '12', '123', '1234', '12345', '123456', '1234567', '12345678', '123456789', '321', '4321', '007', '2', '3'],
  ...['11', '22', '69', '77', '88', '99', '00', '01', '10', '13', '21', '23', '777', '666', '111', '000', '2000'],
  ...['!', '!!', '!1', '1!', '12!', '123!', '@123', '@1', '#1', '.', '_1', '?', '*', '$'],
  ...Array.from({ length: 18 }, (_, index) => String(2010 + index)),
  ...Array.from({ length: 30 }, (_, index) => String(1975 + index)),
];
const prefixes = ['1', '12', '123', '1234', 'my', 'the', 'i'];

const keyboardRows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'];
const straightRuns = ['0123456789', '01234567890123456789', '12345678901234567890', 'abcdefghijklmnopqrstuvwxyz'];

export const commonPasswords: ReadonlySet<string> = new Set(
  [...commonWhole, ...varied(), ...repeated(), ...runs(), ...dates()].filter(
    (password) => [...password].length >= limits.passwordMinLength,
  ),
);

/** Case doesn't matter, and neither do the usual stand-ins for letters: `P@ssw0rd` is `password`. */
export function isCommonPassword(password: string): boolean {
  const typed = password.toLowerCase();
  return commonPasswords.has(typed) || commonPasswords.has(plainLetters(typed)) || isOneCharacter(typed);
}

/** Stand-ins are undone before the tail of digits and marks only, which would otherwise turn into letters. */
function plainLetters(password: string): string {
  const tail = /[\d\p{P}\p{S}]*$/u.exec(password)?.[0] ?? '';
  const head = password.slice(0, password.length - tail.length);
  const standIns: Record<string, string> = {
    '@': 'a',
    '4': 'a',
    '3': 'e',
    '1': 'i',
    '!': 'i',
    '0': 'o',
    $: 's',
    '5': 's',
    '7': 't',
  };
  return head.replace(/[@431!0$57]/g, (mark) => standIns[mark] ?? mark) + tail;
}

function isOneCharacter(password: string): boolean {
  return new Set(password).size === 1;
}

function* varied(): Generator<string> {
  for (const stem of commonStems) {
    yield stem;
    yield stem + stem;
    yield [...stem].reverse().join('');
    for (const suffix of suffixes) yield stem + suffix;
    for (const prefix of prefixes) yield prefix + stem;
  }
}

/** `abababab`, `12341234`, `qweqweqwe`: a short piece again and again. */
function* repeated(): Generator<string> {
  const pieces = ['qwe', 'asd', 'zxc', 'abc', 'qwer', 'asdf', 'zxcv', 'abcd', 'aaa1', '123a', 'йцу', 'фыв'];
  for (let number = 0; number <= 99; number += 1) pieces.push(String(number).padStart(2, '0'));
  for (let number = 100; number <= 999; number += 111) pieces.push(String(number));
  pieces.push('123', '321', '1234', '4321', '1122', '2580', '12345', '54321');
  for (const piece of pieces) {
    for (let times = 2; piece.length * times <= 16; times += 1) yield piece.repeat(times);
  }
}

/** Stretches of keyboard rows and of alphabet and digits, forwards and backwards, with a digit or three behind. */
function* runs(): Generator<string> {
  for (const row of [...keyboardRows, ...straightRuns]) {
    for (const line of [row, [...row].reverse().join('')]) {
      for (let from = 0; from < line.length; from += 1) {
        for (let to = from + 4; to <= line.length; to += 1) {
          const run = line.slice(from, to);
          yield run;
          yield `${run}1`;
          yield `${run}12`;
          yield `${run}123`;
          yield `${run}!`;
        }
      }
    }
  }
}

/** Birthdays of whoever has an account today are far too many; these are the days that people pick, in the years of their kind. */
function* dates(): Generator<string> {
  for (let year = 1970; year <= 2012; year += 1) {
    for (const day of ['0101', '1231', '3112', '0102', '1010', '1111', '1212', '0202', '0303', '2512', '1402']) {
      yield `${day}${year}`;
      yield `${year}${day}`;
    }
  }
}
