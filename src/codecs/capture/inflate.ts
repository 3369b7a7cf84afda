import type { DecodeError } from '../error.js';

/** Decodes one DEFLATE stream piece by piece (RFC 1951). */
export interface Inflater {
  /**
   * Decodes on; octets that cannot be used yet are kept for the next call.
   * @returns the octets after the end of the stream, or nothing while it goes on
   * @throws DecodeError after all that stands before the damage has been given out
   */
  push(chunk: Uint8Array): Uint8Array | undefined;
  /** The error that the stream stops here, before its last block has ended. */
  cutOff(): DecodeError;
}

/** Makes an error of what is wrong at `offset` octets from the start of the stream, in `field` of it. */
export type Damage = (
  code: 'truncated' | 'value',
  field: string,
  offset: number,
  reason: string,
) => DecodeError;

/** The farthest that a match reaches back, and the longest match. */
const WINDOW = 32 * 1024;
const MAX_MATCH = 258;
const OUTPUT = 4 * WINDOW;
/** Enough for a short stream; a file may be made of very many. */
const FIRST_OUTPUT = 1024;

/** A match takes at most 48 bits. Zeros behind the input let it be read first and checked afterwards. */
const SLACK = 16;

/** Bases and numbers of extra bits of the length and distance symbols (RFC 1951, 3.2.5). */
interface Ranges {
  readonly base: Uint16Array;
  readonly extra: Uint8Array;
}
const ranges = (symbols: number, first: number, extraBits: (symbol: number) => number): Ranges => {
  const extra = Uint8Array.from({ length: symbols }, (_, symbol) => extraBits(symbol));
  let next = first;
  const base = Uint16Array.from(extra, bits => {
    next += 2 ** bits;
    return next - 2 ** bits;
  });
  return { base, extra };
};
const lengthRanges = (): Ranges => {
  const found = ranges(29, 3, symbol => (symbol < 8 || symbol === 28 ? 0 : (symbol >> 2) - 1));
  found.base[28] = MAX_MATCH;
  return found;
};
const distanceRanges = (): Ranges => ranges(30, 1, symbol => Math.max(0, (symbol >> 1) - 1));

const END_OF_BLOCK = 256;
const FIRST_LENGTH = 257;

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

/** The codes of blocks that bring none of their own (RFC 1951, 3.2.6). */
const makeFixedCodes = (): { literals: Code; distances: Code } => ({
  literals: huffman(
    Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
    false,
  )!,
  distances: huffman(new Uint8Array(32).fill(5), false)!,
});
let madeCodes: ReturnType<typeof makeFixedCodes> | undefined;

/** {@link makeFixedCodes}, once: a block that uses them may have ten bits. */
const fixedCodes = (): ReturnType<typeof makeFixedCodes> => {
  madeCodes ??= makeFixedCodes();
  return madeCodes;
};

/** At least 25 bits from `bit` on, the first one lowest. */
const peek = (bytes: Uint8Array, bit: number): number => {
  const at = bit >> 3;
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> (bit & 7);
};

/** What reading a part of the stream came to; `more` if the input ends within it: nothing of it was used then. */
type Outcome = 'done' | 'more';

/**
 * A decoder of one DEFLATE stream in constant memory.
 *
 * The platform's DecompressionStream does not do here: what it has decoded is lost when the input turns out
 * to be damaged or cut off, and it does not tell where a stream ends, so that no second one can follow.
 * @param emit is given the decoded octets, piece by piece; they are not overwritten later
 */
export function inflater(emit: (bytes: Uint8Array) => void, damage: Damage): Inflater {
  const lengths = lengthRanges();
  const distancesOf = distanceRanges();

  let state: 'header' | 'stored' | 'codes' | 'ended' = 'header';
  let lastBlock = false;
  let blocks = 0;
  let storedLeft = 0;
  let literals: Code;
  let distances: Code;

  /** The input that has not been used: whole octets, of the first of which `bit` bits have. */
  let input = new Uint8Array(SLACK);
  let inputLength = 0;
  let bit = 0;
  let inputOffset = 0;

  /** The decoded octets: those before `given` have been given out, and are kept as far as a match may reach. */
  let output = new Uint8Array(FIRST_OUTPUT);
  let outputAt = 0;
  let given = 0;
  /** Whether matches may reach back a whole window: `output` then starts with the end of the one before. */
  let wholeWindow = false;

  const fail = (field: string, reason: string): never => {
    throw damage('value', `block[${blocks}].${field}`, inputOffset + (bit >> 3), reason);
  };

  const give = (): void => {
    if (outputAt === given) return;
    const piece = output.subarray(given, outputAt);
    given = outputAt;
    emit(piece);
  };

  /** Makes room for a match; what was given out stays as it is, as its receivers may keep it. */
  const makeRoom = (): void => {
    if (outputAt + MAX_MATCH <= output.length) return;
    give();
    const next = new Uint8Array(OUTPUT);
    const kept = Math.min(outputAt, WINDOW);
    next.set(output.subarray(outputAt - kept, outputAt));
    output = next;
    outputAt = kept;
    given = kept;
    wholeWindow = kept === WINDOW;
  };
  const readHeader = (end: number): Outcome => {
    if (bit + 3 > end) return 'more';
    const header = peek(input, bit);
    const kind = (header >> 1) & 3;
    if (kind === 3) fail('type', 'is 3, which is reserved');
    if (kind === 0) {
      const at = (bit + 3 + 7) >> 3;
      if ((at + 4) * 8 > end) return 'more';
      const length = input[at]! | (input[at + 1]! << 8);
      const complement = input[at + 2]! | (input[at + 3]! << 8);
      if ((length ^ complement) !== 0xffff) fail('length', 'is not the complement of its complement');
      storedLeft = length;
      bit = (at + 4) * 8;
      state = 'stored';
    } else {
      if (kind === 1) {
        ({ literals, distances } = fixedCodes());
        bit += 3;
      } else if (readCodes(bit + 3, end) === 'more') return 'more';
      state = 'codes';
    }
    lastBlock = (header & 1) === 1;
    return 'done';
  };

  /** Reads the codes of a block with dynamic codes (RFC 1951, 3.2.7), from the bit `from` on. */
  const readCodes = (from: number, end: number): Outcome => {
    if (from + 14 > end) return 'more';
    const counts = peek(input, from);
    const literalCount = 257 + (counts & 0x1f);
    const distanceCount = 1 + ((counts >> 5) & 0x1f);
    const codeLengthCount = 4 + ((counts >> 10) & 0xf);
    if (literalCount > 286 || distanceCount > 30) fail('codes', 'has more symbols than there are');
    let at = from + 14;
    if (at + 3 * codeLengthCount > end) return 'more';
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < codeLengthCount; i++, at += 3) codeLengths[codeLengthOrder[i]!] = peek(input, at) & 7;
    const code = huffman(codeLengths, false) ?? fail('codes', 'has code lengths that make no code');

    const all = new Uint8Array(literalCount + distanceCount);
    let count = 0;
    while (count < all.length) {
      const bits = peek(input, at);
      const entry = code.table[bits & code.mask]!;
      const length = entry & 15;
      const symbol = entry >> 4;
      const extraBits = symbol < 16 ? 0 : symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
      at += length + extraBits;
      if (at > end) return 'more';
      if (length === 0) fail('codes', 'has a code that stands for no length');
      if (symbol < 16) {
        all[count++] = symbol;
        continue;
      }
      if (symbol === 16 && count === 0) fail('codes', 'repeats a length before the first');
      const repeat = (symbol === 18 ? 11 : 3) + ((bits >> length) & ((1 << extraBits) - 1));
      if (count + repeat > all.length) fail('codes', 'has more lengths than symbols');
      if (symbol === 16) all.fill(all[count - 1]!, count, count + repeat);
      count += repeat;
    }
    if (all[END_OF_BLOCK] === 0) fail('codes', 'has no end of block');
    literals =
      huffman(all.subarray(0, literalCount), true) ?? fail('codes', 'has literals that make no code');
    distances = huffman(all.subarray(literalCount), true) ?? fail('codes', 'has distances that make no code');
    bit = at;
    return 'done';
  };

  const copyStored = (end: number): Outcome => {
    while (storedLeft > 0) {
      makeRoom();
      const at = bit >> 3;
      const length = Math.min(storedLeft, (end >> 3) - at, output.length - outputAt);
      if (length === 0) return 'more';
      output.set(input.subarray(at, at + length), outputAt);
      outputAt += length;
      storedLeft -= length;
      bit += 8 * length;
    }
    return 'done';
  };

  const readSymbols = (end: number): Outcome => {
    const { table: literalTable, mask: literalMask } = literals;
    const { table: distanceTable, mask: distanceMask } = distances;
    for (;;) {
      if (outputAt + MAX_MATCH > output.length) makeRoom();
      const bits = peek(input, bit);
      const entry = literalTable[bits & literalMask]!;
      const codeLength = entry & 15;
      if (codeLength === 0) return bit + 15 > end ? 'more' : fail('symbol', 'is no code');
      let at = bit + codeLength;
      if (at > end) return 'more';
      const symbol = entry >> 4;
      if (symbol < END_OF_BLOCK) {
        output[outputAt++] = symbol;
        bit = at;
        continue;
      }
      if (symbol === END_OF_BLOCK) {
        bit = at;
        return 'done';
      }
      const lengthSymbol = symbol - FIRST_LENGTH;
      if (lengthSymbol > 28) fail('symbol', 'is a length that is reserved');
      const lengthBits = lengths.extra[lengthSymbol]!;
      const length = lengths.base[lengthSymbol]! + ((bits >>> codeLength) & ((1 << lengthBits) - 1));
      at += lengthBits;

      const more = peek(input, at);
      const distanceEntry = distanceTable[more & distanceMask]!;
      const distanceLength = distanceEntry & 15;
      if (distanceLength === 0) return at + 15 > end ? 'more' : fail('distance', 'is no code');
      const distanceSymbol = distanceEntry >> 4;
      at += distanceLength;
      if (distanceSymbol > 29) return at > end ? 'more' : fail('distance', 'is one that is reserved');
      const distanceBits = distancesOf.extra[distanceSymbol]!;
      const distance = distancesOf.base[distanceSymbol]! + (peek(input, at) & ((1 << distanceBits) - 1));
      at += distanceBits;
      if (at > end) return 'more';
      if (distance > (wholeWindow ? WINDOW : outputAt)) fail('distance', 'reaches back before the start');
      // The source may run into what is being written, so that this goes octet by octet.
      for (const stop = outputAt + length; outputAt < stop; outputAt++)
        output[outputAt] = output[outputAt - distance]!;
      bit = at;
    }
  };

  /** Reads what there is; the stream has ended or needs more input when this returns. */
  const readOn = (end: number): void => {
    for (;;) {
      if (state === 'header') {
        if (readHeader(end) === 'more') return;
      } else {
        if ((state === 'stored' ? copyStored(end) : readSymbols(end)) === 'more') return;
        blocks++;
        state = lastBlock ? 'ended' : 'header';
        if (lastBlock) return;
      }
    }
  };

  return {
    push: chunk => {
      const joined = new Uint8Array(inputLength + chunk.length + SLACK);
      joined.set(input.subarray(0, inputLength));
      joined.set(chunk, inputLength);
      input = joined;
      inputLength += chunk.length;
      try {
        readOn(8 * inputLength);
      } finally {
        give();
      }
      // The rest of an octet that the stream ends in is padding.
      const used = state === 'ended' ? (bit + 7) >> 3 : bit >> 3;
      const left = input.subarray(used, inputLength);
      input = left;
      inputLength = left.length;
      inputOffset += used;
      bit -= 8 * used;
      return state === 'ended' ? left : undefined;
    },
    cutOff: () =>
      damage(
        'truncated',
        `block[${blocks}]`,
        inputOffset + inputLength,
        'goes on after the end of the input',
      ),
  };
}
