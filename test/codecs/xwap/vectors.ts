import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fromHex } from '../../../src/codecs/hex.js';
import { decodeXwap, type XwAPPDU } from '../../../src/codecs/xwap/index.js';

/** One vector of fixtures/vectors/xwap.json.gz. */
export interface Vector {
  readonly name: string;
  readonly message: string;
  readonly procedure: string | null;
  readonly procedureCode: number;
  readonly direction: string;
  readonly value: unknown;
  readonly aper: string;
  readonly long?: true;
}

const file = new URL('../../../fixtures/vectors/xwap.json.gz', import.meta.url);

export const vectors = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Vector[];

const named = (name: string): Vector => {
  const vector = vectors.find(vector => vector.name === name);
  if (vector === undefined) throw new Error(`no vector ${name}`);
  return vector;
};

export const octetsOf = (name: string): Uint8Array => fromHex(named(name).aper);

export const pduOf = (name: string): XwAPPDU => decodeXwap(octetsOf(name));
