/** A copy of the octets from `from` up to `to`: of the few that keys and codes have, it takes less than a view of them does. */
export const octetsOf = (bytes: Uint8Array, from: number, to: number): Uint8Array => {
  const out = new Uint8Array(to - from);
  for (let i = from; i < to; i++) out[i - from] = bytes[i]!;
  return out;
};

/** Room to work in, for one function that keeps nothing there and calls no other that uses it: at least as many octets as are asked for. */
export const createRoom = (): ((octets: number) => Uint8Array) => {
  let room = new Uint8Array(256);
  return octets => {
    if (room.length < octets) room = new Uint8Array(2 * octets);
    return room;
  };
};

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
