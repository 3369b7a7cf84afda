import { readFileSync } from 'node:fs';
import { DlDcch, UlDcch } from '../../../src/codecs/rrc/index.js';

/** One message of fixtures/vectors/rrc.json. */
export interface Vector {
  readonly name: string;
  readonly pdu: 'DL-DCCH-Message' | 'UL-DCCH-Message';
  readonly value: unknown;
  readonly uper: string;
  readonly uperOfThisRelease?: string;
}

const file = new URL('../../../fixtures/vectors/rrc.json', import.meta.url);

export const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];

export const vector = (name: string): Vector => vectors.find(v => v.name === name)!;

/** A message through JSON and back, by the codec of its channel. */
export const channel = {
  'DL-DCCH-Message': {
    toJson: (octets: Uint8Array): unknown => DlDcch.toJson(DlDcch.decode(octets)),
    fromJson: (json: unknown): Uint8Array => DlDcch.encode(DlDcch.fromJson(json)),
    again: (octets: Uint8Array): Uint8Array => DlDcch.encode(DlDcch.decode(octets)),
    lax: (octets: Uint8Array): { readonly value: unknown; readonly error?: unknown } =>
      DlDcch.decode(octets, { lax: true }),
  },
  'UL-DCCH-Message': {
    toJson: (octets: Uint8Array): unknown => UlDcch.toJson(UlDcch.decode(octets)),
    fromJson: (json: unknown): Uint8Array => UlDcch.encode(UlDcch.fromJson(json)),
    again: (octets: Uint8Array): Uint8Array => UlDcch.encode(UlDcch.decode(octets)),
    lax: (octets: Uint8Array): { readonly value: unknown; readonly error?: unknown } =>
      UlDcch.decode(octets, { lax: true }),
  },
};
