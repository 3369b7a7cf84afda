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

/** What a file of fixtures/vectors holds. */
export const vectorsIn = <T>(file: string): readonly T[] =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/vectors/${file}`, import.meta.url), 'utf8')) as T[];

export const vectors = vectorsIn<Vector>('rrc.json');

/** A value of fixtures/vectors/rrc-capability.json: a message, or what the container of a message holds. */
export type CapabilityVector = Omit<Vector, 'pdu'> & { readonly pdu: Vector['pdu'] | 'UE-EUTRA-Capability' };

export const capabilityVectors = vectorsIn<CapabilityVector>('rrc-capability.json');

export const vector = (name: string): Vector => vectors.find(v => v.name === name)!;

/** JSON without the numbers of addition bits: vectors of an earlier release do not have them, decoded messages do. */
export const withoutAdditions = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json, (key, value) => (key === '_additions' ? undefined : value)));

/** A message through JSON and back, by the codec of its channel. */
export const channel = {
  'DL-DCCH-Message': {
    toJson: (octets: Uint8Array): unknown => DlDcch.toJson(DlDcch.decode(octets)),
    fromJson: (json: unknown): Uint8Array => DlDcch.encode(DlDcch.fromJson(json)),
    again: (octets: Uint8Array): Uint8Array => DlDcch.encode(DlDcch.decode(octets)),
    copied: (octets: Uint8Array): Uint8Array => DlDcch.encode(structuredClone(DlDcch.decode(octets))),
    lax: (octets: Uint8Array): { readonly value: unknown; readonly error?: unknown } =>
      DlDcch.decode(octets, { lax: true }),
  },
  'UL-DCCH-Message': {
    toJson: (octets: Uint8Array): unknown => UlDcch.toJson(UlDcch.decode(octets)),
    fromJson: (json: unknown): Uint8Array => UlDcch.encode(UlDcch.fromJson(json)),
    again: (octets: Uint8Array): Uint8Array => UlDcch.encode(UlDcch.decode(octets)),
    copied: (octets: Uint8Array): Uint8Array => UlDcch.encode(structuredClone(UlDcch.decode(octets))),
    lax: (octets: Uint8Array): { readonly value: unknown; readonly error?: unknown } =>
      UlDcch.decode(octets, { lax: true }),
  },
};
