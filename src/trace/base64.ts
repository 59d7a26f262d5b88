/** Base64 in plain TypeScript, since browser and Node share no API for it. RFC 4648. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** The two letters of every 12 bits: twice as fast as a table of one letter per 6 bits. */
const pairs = Array.from({ length: 4096 }, (_, bits) => alphabet[bits >> 6] + alphabet[bits & 63]);
/** The code of each letter; 0 for the padding. */
const codes = new Uint8Array(128);
Array.from(alphabet, (letter, code) => (codes[letter.charCodeAt(0)] = code));

export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  const whole = bytes.length - (bytes.length % 3);
  for (let i = 0; i < whole; i += 3) {
    const word = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    parts.push(pairs[word >> 12] + pairs[word & 4095]);
  }
  for (let i = whole; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const have = Math.min(3, bytes.length - i);
    parts.push(
      alphabet[word >> 18] +
        alphabet[(word >> 12) & 63] +
        (have > 1 ? alphabet[(word >> 6) & 63] : '=') +
        (have > 2 ? alphabet[word & 63] : '=')
    );
  }
  return parts.join('');
}

/** The texts of 0, 1 and 2 letters of padding. The unused bits before the padding are 0: each number has one spelling. */
const spellings = [/^[A-Za-z0-9+/]*$/, /^[A-Za-z0-9+/]*[AEIMQUYcgkosw048]=$/, /^[A-Za-z0-9+/]*[AQgw]==$/];

/** Whether a text is the base64 of so many bytes, padding included. */
export const isBase64 = (text: string, bytes: number): boolean =>
  text.length === Math.ceil(bytes / 3) * 4 && spellings[(3 - (bytes % 3)) % 3].test(text);

/** @returns null if the text is not base64 */
export function decodeBase64(text: string): Uint8Array | null {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array(Math.max(0, Math.ceil(text.length / 4) * 3 - padding));
  if (!isBase64(text, bytes.length)) {
    return null;
  }
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let word = 0;
    for (let j = 0; j < 4; j++) {
      word = (word << 6) | codes[text.charCodeAt(i + j)];
    }
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) {
      bytes[at++] = (word >> shift) & 255;
    }
  }
  return bytes;
}
