/** Base64 in plain TypeScript, since browser and Node share no API for it. RFC 4648. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** The two letters of every 12 bits: twice as fast as a table of one letter per 6 bits. */
const pairs = Array.from({ length: 4096 }, (_, bits) => alphabet[bits >> 6] + alphabet[bits & 63]);
/** The code of a character outside the alphabet. */
const NONE = 64;
const codes = new Uint8Array(128).fill(NONE);
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

/** @returns null if the text is not base64 */
export function decodeBase64(text: string): Uint8Array | null {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  if (text.length % 4 !== 0) {
    return null;
  }
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let word = 0;
    for (let j = 0; j < 4; j++) {
      const padded = i + j >= text.length - padding;
      const code = padded ? 0 : (codes[text.charCodeAt(i + j)] ?? NONE);
      if (code === NONE) {
        return null;
      }
      word = (word << 6) | code;
    }
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) {
      bytes[at++] = (word >> shift) & 255;
    }
  }
  return bytes;
}
