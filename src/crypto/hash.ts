import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';

/** The hash functions that IEEE 802.11 and 3GPP build on. */
export type HashName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

const functionOf = (name: HashName) => {
  switch (name) {
    case 'md5':
      return md5;
    case 'sha1':
      return sha1;
    case 'sha256':
      return sha256;
    case 'sha384':
      return sha384;
    case 'sha512':
      return sha512;
  }
};

/** Hash of the concatenated `parts`, as long as the hash function gives it. */
export function digest(name: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  return functionOf(name)(concatBytes(...parts));
}

/** A hash that is under way. */
interface HashState {
  readonly blockLen: number;
  readonly outputLen: number;
  update(bytes: Uint8Array): unknown;
  digestInto(out: Uint8Array): void;
  /** Overwrites `to`, or makes another. */
  _cloneInto(to?: HashState): HashState;
}

/** What HMAC computes in. To make it takes longer than a short HMAC does, so that there is one for each hash function. */
interface Workspace {
  /** Of no octets. */
  readonly empty: HashState;
  readonly state: HashState;
  readonly block: Uint8Array;
}

const workspaces = /* @__PURE__ */ new Map<HashName, Workspace>();

function workspaceOf(name: HashName): Workspace {
  const known = workspaces.get(name);
  if (known !== undefined) return known;
  const empty: HashState = functionOf(name).create();
  const workspace = { empty, state: empty._cloneInto(), block: new Uint8Array(empty.blockLen) };
  workspaces.set(name, workspace);
  return workspace;
}

/** The octets that ipad and opad repeat (RFC 2104, 2). */
const IPAD = 0x36;
const OPAD = 0x5c;

/** Starts a hash with the block of `key`, which is no longer than it, and `pad`. */
function start({ empty, state, block }: Workspace, key: Uint8Array, pad: number): HashState {
  empty._cloneInto(state);
  block.fill(pad);
  for (let i = 0; i < key.length; i++) block[i]! ^= key[i]!;
  state.update(block);
  block.fill(0);
  return state;
}

const fitting = (name: HashName, key: Uint8Array, { block }: Workspace): Uint8Array =>
  key.length > block.length ? digest(name, key) : key;

/** HMAC (RFC 2104) under one key, which it is prepared for once, over the concatenated parts of each message. */
export function keyedHmac(name: HashName, key: Uint8Array): (...parts: readonly Uint8Array[]) => Uint8Array {
  const workspace = workspaceOf(name);
  const { state } = workspace;
  const fit = fitting(name, key, workspace);
  const inner = start(workspace, fit, IPAD)._cloneInto();
  const outer = start(workspace, fit, OPAD)._cloneInto();
  return (...parts) => {
    const mac = new Uint8Array(state.outputLen);
    inner._cloneInto(state);
    for (const part of parts) state.update(part);
    state.digestInto(mac);
    outer._cloneInto(state);
    state.update(mac);
    state.digestInto(mac);
    return mac;
  };
}

/** HMAC (RFC 2104) over the concatenated `parts`, as long as the hash function gives it. */
export function hmac(name: HashName, key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const workspace = workspaceOf(name);
  const { state } = workspace;
  const fit = fitting(name, key, workspace);
  const mac = new Uint8Array(state.outputLen);
  start(workspace, fit, IPAD);
  for (const part of parts) state.update(part);
  state.digestInto(mac);
  start(workspace, fit, OPAD);
  state.update(mac);
  state.digestInto(mac);
  return mac;
}
