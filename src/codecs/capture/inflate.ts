import type { DecodeError } from '../error.js';
import { get16le } from '../layout/octets.js';
import { type BlockCodes, END_OF_BLOCK, fixedCodes, peek, readCodes } from './deflate-codes.js';

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

const FIRST_LENGTH = 257;

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
  let codes: BlockCodes;

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

  const failInCodes = (reason: string): never => fail('codes', reason);

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
      const length = get16le(input, at);
      const complement = get16le(input, at + 2);
      if ((length ^ complement) !== 0xffff) fail('length', 'is not the complement of its complement');
      storedLeft = length;
      bit = (at + 4) * 8;
      state = 'stored';
    } else {
      if (kind === 1) {
        codes = fixedCodes();
        bit += 3;
      } else {
        const read = readCodes(input, bit + 3, end, failInCodes);
        if (read === undefined) return 'more';
        codes = read.codes;
        bit = read.end;
      }
      state = 'codes';
    }
    lastBlock = (header & 1) === 1;
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
    const { table: literalTable, mask: literalMask } = codes.literals;
    const { table: distanceTable, mask: distanceMask } = codes.distances;
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
