import type { HashMD } from '@noble/hashes/_md.js';
import { _MD5, _SHA1 } from '@noble/hashes/legacy.js';
import { _SHA256, _SHA384, _SHA512 } from '@noble/hashes/sha2.js';
import { sliceOf } from './octets.js';

/** The hash functions that IEEE 802.11 and 3GPP build on. */
export type HashName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** A hash object that hashes one message after another, where one of noble's is good for one. */
interface Hasher {
  readonly blockLen: number;
  readonly outputLen: number;
  /** Starts a message. @param words those that whole blocks of `length` octets at its start lead to */
  start(words: readonly number[], length: number): void;
  /** Goes on with the octets from `from` up to `to`. */
  add(bytes: Uint8Array, from: number, to: number): void;
  /**
   * Goes on with a block, each octet of which is XORed with `pad`; at the end of a block. It is for the {@link words} that it leads
   * to: the length of the message does not count it.
   */
  addBlock(block: Uint8Array, pad: number): void;
  /** The words of a state at the end of a block. */
  words(): readonly number[];
  /** Ends the message: the octets of its hash, until the next call. */
  end(): Uint8Array;
  /** {@link start}, with the hash that {@link end} just gave following those blocks. */
  startWithHash(words: readonly number[], length: number): void;
}

/**
 * Makes a hasher of a hash object of noble: block buffer, compression function, words and padding are its own, which it
 * leaves to subclasses: its types declare them `protected`, so that another shape in a later version fails to compile, and
 * package.json keeps to one minor version. Its `update` makes a DataView of the octets hashed, and its `digestInto` clears
 * more than short messages are worth, each of which takes as long as a compression.
 */
// biome-ignore lint/suspicious/noExplicitAny: TypeScript asks for this signature of a mixin's base
const reusable = <Base extends abstract new (...args: any[]) => HashMD<any>>(base: Base) => {
  abstract class Reusable extends base implements Hasher {
    readonly #hash: Uint8Array = this.buffer.subarray(0, this.outputLen);

    start(words: readonly number[], length: number): void {
      this.set(...words);
      this.length = length;
      this.pos = 0;
      this.finished = false;
    }

    add(bytes: Uint8Array, from: number, to: number): void {
      const { buffer, view, blockLen } = this;
      let { pos } = this;
      for (let i = from; i < to; i++) {
        buffer[pos++] = bytes[i]!;
        if (pos === blockLen) {
          this.process(view, 0);
          pos = 0;
        }
      }
      this.pos = pos;
      this.length += to - from;
    }

    addBlock(block: Uint8Array, pad: number): void {
      const { buffer, view, blockLen } = this;
      for (let i = 0; i < blockLen; i++) buffer[i] = block[i]! ^ pad;
      this.process(view, 0);
    }

    words(): readonly number[] {
      return this.get();
    }

    /** Padding and result, as FIPS 180-4, 5.1 has them, and RFC 1321, 3, the other way round. */
    end(): Uint8Array {
      const { buffer, view, blockLen, outputLen, isLE } = this;
      let { pos } = this;
      buffer[pos++] = 0x80;
      // Loops: calls of `fill` take as long as a compression.
      if (pos > blockLen - this.padOffset) {
        while (pos < blockLen) buffer[pos++] = 0;
        this.process(view, 0);
        pos = 0;
      }
      while (pos < blockLen - 8) buffer[pos++] = 0;
      const bits = this.length * 8;
      view.setUint32(isLE ? blockLen - 8 : blockLen - 4, bits >>> 0, isLE);
      view.setUint32(isLE ? blockLen - 4 : blockLen - 8, Math.floor(bits / 0x1_0000_0000), isLE);
      this.process(view, 0);
      const words = this.get();
      for (let i = 0; i < outputLen; i += 4) view.setUint32(i, words[i >> 2]!, isLE);
      return this.#hash;
    }

    startWithHash(words: readonly number[], length: number): void {
      this.start(words, length + this.outputLen);
      this.pos = this.outputLen;
    }
  }
  return Reusable;
};

const hasherOf = (name: HashName): Hasher => {
  switch (name) {
    case 'md5':
      return new (reusable(_MD5))();
    case 'sha1':
      return new (reusable(_SHA1))();
    case 'sha256':
      return new (reusable(_SHA256))();
    case 'sha384':
      return new (reusable(_SHA384))();
    case 'sha512':
      return new (reusable(_SHA512))();
  }
};

/** A key of HMAC with what every message under it starts with (RFC 2104, 2). */
interface HmacKey {
  /** Filled up with zeros to a block. */
  readonly key: Uint8Array;
  keyLength: number;
  /** Words after the block of key and ipad, and of key and opad. */
  inner: readonly number[];
  outer: readonly number[];
}

/** Keys that are remembered of each hash function: those of a dozen handshakes at a time. */
const REMEMBERED = 32;

/** What a hash function computes in. There is one for each, as to make it takes longer than a short HMAC does. */
interface Workspace {
  readonly hasher: Hasher;
  /** Words of no octets. */
  readonly initial: readonly number[];
  /**
   * Keys of late, each at the place that five bits of it give, for as long as the process lasts: to prepare one takes as long
   * as a short message does. Who can tell from the time which places are in use learns no more of a key than those bits.
   */
  readonly keys: readonly HmacKey[];
}

const workspaces = /* @__PURE__ */ new Map<HashName, Workspace>();

function workspaceOf(name: HashName): Workspace {
  const known = workspaces.get(name);
  if (known !== undefined) return known;
  const hasher = hasherOf(name);
  const initial = hasher.words();
  const inner = wordsAfterPad(hasher, initial, NO_KEY, IPAD);
  const outer = wordsAfterPad(hasher, initial, NO_KEY, OPAD);
  const keys = Array.from({ length: REMEMBERED }, () => ({
    key: new Uint8Array(hasher.blockLen),
    keyLength: 0,
    inner,
    outer,
  }));
  const workspace = { hasher, initial, keys };
  workspaces.set(name, workspace);
  return workspace;
}

/** The octets that ipad and opad repeat (RFC 2104, 2). */
const IPAD = 0x36;
const OPAD = 0x5c;
/** A block of any hash function. */
const NO_KEY = /* @__PURE__ */ new Uint8Array(128);

function wordsAfterPad(
  hasher: Hasher,
  initial: readonly number[],
  key: Uint8Array,
  pad: number,
): readonly number[] {
  hasher.start(initial, 0);
  hasher.addBlock(key, pad);
  return hasher.words();
}

/** `key`, no longer than a block, as it is prepared; compared in constant time with the one in its place. */
function prepared({ hasher, initial, keys }: Workspace, key: Uint8Array): HmacKey {
  const place = keys[(key[0] ?? 0) % REMEMBERED]!;
  const own = place.key;
  let difference = key.length ^ place.keyLength;
  for (let i = 0; i < key.length; i++) difference |= own[i]! ^ key[i]!;
  if (difference === 0) return place;
  for (let i = 0; i < key.length; i++) own[i] = key[i]!;
  for (let i = key.length; i < place.keyLength; i++) own[i] = 0;
  place.keyLength = key.length;
  place.inner = wordsAfterPad(hasher, initial, own, IPAD);
  place.outer = wordsAfterPad(hasher, initial, own, OPAD);
  return place;
}

/** Starts the inner hash. */
function startHmac(name: HashName, workspace: Workspace, key: Uint8Array): HmacKey {
  const { hasher } = workspace;
  const of = prepared(workspace, key.length > hasher.blockLen ? digest(name, key) : key);
  hasher.start(of.inner, hasher.blockLen);
  return of;
}

function endHmac(hasher: Hasher, outer: readonly number[]): Uint8Array {
  hasher.end();
  hasher.startWithHash(outer, hasher.blockLen);
  return hasher.end();
}

/** Hash of the concatenated `parts`, as long as the hash function gives it. */
export function digest(name: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  const { hasher, initial } = workspaceOf(name);
  hasher.start(initial, 0);
  for (const part of parts) hasher.add(part, 0, part.length);
  return sliceOf(hasher.end(), 0, hasher.outputLen);
}

/** {@link digest} of the first `length` octets of `message`, only lent: the next hash overwrites it. */
export function lentDigest(name: HashName, message: Uint8Array, length: number): Uint8Array {
  const { hasher, initial } = workspaceOf(name);
  hasher.start(initial, 0);
  hasher.add(message, 0, length);
  return hasher.end();
}

/** HMAC (RFC 2104) over the concatenated `parts`, as long as the hash function gives it. */
export function hmac(name: HashName, key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const workspace = workspaceOf(name);
  const { hasher } = workspace;
  const { outer } = startHmac(name, workspace, key);
  for (const part of parts) hasher.add(part, 0, part.length);
  return sliceOf(endHmac(hasher, outer), 0, hasher.outputLen);
}

/** {@link hmac} over the first `length` octets of `message`, only lent: the next hash overwrites it. */
export function lentHmac(name: HashName, key: Uint8Array, message: Uint8Array, length: number): Uint8Array {
  const workspace = workspaceOf(name);
  const { hasher } = workspace;
  const { outer } = startHmac(name, workspace, key);
  hasher.add(message, 0, length);
  return endHmac(hasher, outer);
}

/**
 * Gives what makes {@link lentHmac} of one message after another: of the first `length` octets that `message` has at each call.
 * The first `shared` of them stay as they are now. Other hashes may come in between.
 */
export function lentHmacs(
  name: HashName,
  key: Uint8Array,
  message: Uint8Array,
  length: number,
  shared: number,
): () => Uint8Array {
  const workspace = workspaceOf(name);
  const { hasher } = workspace;
  const { blockLen } = hasher;
  const { outer } = startHmac(name, workspace, key);
  const whole = shared - (shared % blockLen);
  hasher.add(message, 0, whole);
  const words = hasher.words();
  return () => {
    hasher.start(words, blockLen + whole);
    hasher.add(message, whole, length);
    return endHmac(hasher, outer);
  };
}
