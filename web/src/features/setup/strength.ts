/** How hard a password is to guess, roughly: what it is long by and how many kinds of characters it has. */

export const SHORTEST = 8;

const COMMON = /^(?:password|passwort|12345678\d*|qwertz?uiop?|qwerty\d*|letmein\d*|walros\d*|admin\w*)$/i;

/** 0 too short, 1 weak, 2 fair, 3 good, 4 strong. */
export function strength(password: string): 0 | 1 | 2 | 3 | 4 {
  const length = [...password].length;
  if (length < SHORTEST) return 0;
  const different = new Set(password).size;
  if (COMMON.test(password) || different < 4) return 1;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  const bits = Math.min(length, different * 2) * (1.6 + kinds * 0.9);
  if (bits < 28) return 1;
  if (bits < 40) return 2;
  return bits < 56 ? 3 : 4;
}
