/** Most octets that one UTF-16 code unit takes in UTF-8. */
export const UTF8_MOST = 3;

/** Writes `text` in UTF-8 at `at`: the offset behind it. */
export const putText = (bytes: Uint8Array, at: number, text: string): number => {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) {
      const octets = new TextEncoder().encode(text);
      bytes.set(octets, at);
      return at + octets.length;
    }
    bytes[at + i] = unit;
  }
  return at + text.length;
};
