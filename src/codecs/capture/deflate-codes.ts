/** The symbol that ends a block (RFC 1951, 3.2.5). */
export const END_OF_BLOCK = 256;

/** The order in which a block gives the lengths of the codes for code lengths (RFC 1951, 3.2.7). */
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/**
 * A Huffman code: `table` has, for each value of the next bits, the symbol (shifted left by 4) and the length
 * of its code, or 0 where no code matches. `mask` says how many bits index it.
 */
interface Code {
  readonly table: Uint16Array;
  readonly mask: number;
}

/**
 * The code whose codes have these lengths (RFC 1951, 3.2.2), or nothing if they make no code. As in zlib, a
 * code may be incomplete only if it has at most a single code, of one bit.
 */
function huffman(lengths: Uint8Array, mayBeIncomplete: boolean): Code | undefined {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  let longest = 15;
  while (longest > 0 && counts[longest] === 0) longest--;
  let left = 1;
  const next = new Uint16Array(17);
  for (let length = 1; length <= 15; length++) {
    left = 2 * left - counts[length]!;
    if (left < 0) return undefined;
    next[length + 1] = (next[length]! + counts[length]!) << 1;
  }
  if (left > 0 && longest > 0 && (!mayBeIncomplete || longest > 1)) return undefined;

  const size = 1 << longest;
  const table = new Uint16Array(size);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    let code = next[length]!++;
    let reversed = 0;
    for (let bit = 0; bit < length; bit++) {
      reversed = (reversed << 1) | (code & 1);
      code >>= 1;
    }
    for (let i = reversed; i < size; i += 1 << length) table[i] = (symbol << 4) | length;
  }
  return { table, mask: size - 1 };
}

/** The codes of a block: of octets, lengths and its end, and of distances. */
export interface BlockCodes {
  readonly literals: Code;
  readonly distances: Code;
}

const makeFixedCodes = (): BlockCodes => ({
  literals: huffman(
    Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
    false,
  )!,
  distances: huffman(new Uint8Array(32).fill(5), false)!,
});
let madeCodes: BlockCodes | undefined;

/** The codes of blocks that bring none of their own (RFC 1951, 3.2.6). Made once: a block that uses them may have ten bits. */
export const fixedCodes = (): BlockCodes => {
  madeCodes ??= makeFixedCodes();
  return madeCodes;
};

/** At least 25 bits from `bit` on, the first one lowest. */
export const peek = (bytes: Uint8Array, bit: number): number => {
  const at = bit >> 3;
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> (bit & 7);
};

/**
 * Reads the codes of a block with dynamic codes (RFC 1951, 3.2.7), from the bit `from` on.
 * @param input with zeros behind the bit `end`, as many as {@link peek} may look at
 * @param fail throws, for the reason that the codes are none
 * @returns the codes and the bit behind them; nothing if the input ends within them
 */
export function readCodes(
  input: Uint8Array,
  from: number,
  end: number,
  fail: (reason: string) => never,
): { readonly codes: BlockCodes; readonly end: number } | undefined {
  if (from + 14 > end) return undefined;
  const counts = peek(input, from);
  const literalCount = 257 + (counts & 0x1f);
  const distanceCount = 1 + ((counts >> 5) & 0x1f);
  const codeLengthCount = 4 + ((counts >> 10) & 0xf);
  if (literalCount > 286 || distanceCount > 30) fail('has more symbols than there are');
  let at = from + 14;
  if (at + 3 * codeLengthCount > end) return undefined;
  const codeLengths = new Uint8Array(19);
  for (let i = 0; i < codeLengthCount; i++, at += 3) codeLengths[codeLengthOrder[i]!] = peek(input, at) & 7;
  const code = huffman(codeLengths, false) ?? fail('has code lengths that make no code');

  const all = new Uint8Array(literalCount + distanceCount);
  let count = 0;
  while (count < all.length) {
    const bits = peek(input, at);
    const entry = code.table[bits & code.mask]!;
    const length = entry & 15;
    const symbol = entry >> 4;
    const extraBits = symbol < 16 ? 0 : symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
    at += length + extraBits;
    if (at > end) return undefined;
    if (length === 0) fail('has a code that stands for no length');
    if (symbol < 16) {
      all[count++] = symbol;
      continue;
    }
    if (symbol === 16 && count === 0) fail('repeats a length before the first');
    const repeat = (symbol === 18 ? 11 : 3) + ((bits >> length) & ((1 << extraBits) - 1));
    if (count + repeat > all.length) fail('has more lengths than symbols');
    if (symbol === 16) all.fill(all[count - 1]!, count, count + repeat);
    count += repeat;
  }
  if (all[END_OF_BLOCK] === 0) fail('has no end of block');
  const literals = huffman(all.subarray(0, literalCount), true) ?? fail('has literals that make no code');
  const distances = huffman(all.subarray(literalCount), true) ?? fail('has distances that make no code');
  return { codes: { literals, distances }, end: at };
}
