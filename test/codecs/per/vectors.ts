import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** One vector of fixtures/vectors/per-primitives.json.gz. */
export interface Vector {
  readonly name: string;
  readonly type: string;
  readonly asn1: string;
  readonly value: unknown;
  readonly uper: string;
  readonly aper: string;
  readonly uperShifted?: string;
  readonly aperShifted?: string;
}

const file = new URL('../../../fixtures/vectors/per-primitives.json.gz', import.meta.url);

export const vectors = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Vector[];
