import type { HashMD } from '@noble/hashes/_md.js';
import { _MD5, _SHA1 } from '@noble/hashes/legacy.js';
import { _SHA256, _SHA384, _SHA512 } from '@noble/hashes/sha2.js';
import { octetsOf } from './octets.js';

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
  /** Goes on with a block, each octet of which is XORed with `pad`; at the end of a block. */
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
 * package.json keeps to one minor version. Its `update` and `digestInto` make a DataView of the octets hashed and of those
 * of the hash, and that of a small array takes longer than a compression.
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
      this.length += blockLen;
    }

    words(): readonly number[] {
      return this.get();
    }

    end(): Uint8Array {
      this.digestInto(this.buffer);
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

/** What a hash function computes in. There is one for each, as to make it takes longer than a short HMAC does. */
interface Workspace {
  readonly hasher: Hasher;
  /** Words of no octets. */
  readonly initial: readonly number[];
  /** Keys of HMAC that were used last: often a later message is under one of them too. */
  readonly keys: PreparedKey[];
}

interface PreparedKey {
  /** Filled up with zeros to a block. */
  readonly key: Uint8Array;
  /** Words after the block of the key and ipad, and of the key and opad. */
  inner: readonly number[];
  outer: readonly number[];
}

/**
 * Keys that are remembered, each in the place that its first octet gives: a power of 2, of more than there are handshakes at
 * a time whose messages alternate.
 */
const PLACES = 64;

const workspaces = /* @__PURE__ */ new Map<HashName, Workspace>();

function workspaceOf(name: HashName): Workspace {
  const known = workspaces.get(name);
  if (known !== undefined) return known;
  const hasher = hasherOf(name);
  const initial = hasher.words();
  const workspace = { hasher, initial, keys: [] };
  workspaces.set(name, workspace);
  return workspace;
}

/** The octets that ipad and opad repeat (RFC 2104, 2). */
const IPAD = 0x36;
const OPAD = 0x5c;

function wordsAfterPad({ hasher, initial }: Workspace, key: Uint8Array, pad: number): readonly number[] {
  hasher.start(initial, 0);
  hasher.addBlock(key, pad);
  return hasher.words();
}

/** Prepares `key`, no longer than a block; compared in constant time with the one that was last in its place. */
function prepare(workspace: Workspace, key: Uint8Array): PreparedKey {
  const { keys, hasher, initial } = workspace;
  const place = key.length === 0 ? 0 : key[0]! & (PLACES - 1);
  let prepared = keys[place];
  let difference = 0;
  if (prepared === undefined) {
    prepared = { key: new Uint8Array(hasher.blockLen), inner: initial, outer: initial };
    keys[place] = prepared;
    difference = 1;
  }
  const own = prepared.key;
  for (let i = 0; i < own.length; i++) {
    const octet = i < key.length ? key[i]! : 0;
    difference |= own[i]! ^ octet;
    own[i] = octet;
  }
  if (difference !== 0) {
    prepared.inner = wordsAfterPad(workspace, own, IPAD);
    prepared.outer = wordsAfterPad(workspace, own, OPAD);
  }
  return prepared;
}

function startHmac(workspace: Workspace, name: HashName, key: Uint8Array): PreparedKey {
  const { hasher } = workspace;
  const prepared = prepare(workspace, key.length > hasher.blockLen ? digest(name, key) : key);
  hasher.start(prepared.inner, hasher.blockLen);
  return prepared;
}

function endHmac({ hasher }: Workspace, { outer }: PreparedKey): Uint8Array {
  hasher.end();
  hasher.startWithHash(outer, hasher.blockLen);
  return hasher.end();
}

/** Hash of the concatenated `parts`, as long as the hash function gives it. */
export function digest(name: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  const { hasher, initial } = workspaceOf(name);
  hasher.start(initial, 0);
  for (const part of parts) hasher.add(part, 0, part.length);
  return octetsOf(hasher.end(), 0, hasher.outputLen);
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
  const prepared = startHmac(workspace, name, key);
  for (const part of parts) hasher.add(part, 0, part.length);
  return octetsOf(endHmac(workspace, prepared), 0, hasher.outputLen);
}

/** {@link hmac} over the first `length` octets of `message`, only lent: the next hash overwrites it. */
export function lentHmac(name: HashName, key: Uint8Array, message: Uint8Array, length: number): Uint8Array {
  const workspace = workspaceOf(name);
  const prepared = startHmac(workspace, name, key);
  workspace.hasher.add(message, 0, length);
  return endHmac(workspace, prepared);
}
