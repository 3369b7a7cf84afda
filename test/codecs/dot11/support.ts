import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import { dot11Of } from '../../../src/codecs/dot11/index.js';
import { DecodeError } from '../../../src/codecs/error.js';

const folder = new URL('../../../fixtures/captures/', import.meta.url);

/** The names of the reference captures. */
export const captures = readdirSync(folder).filter(name => name.endsWith('.pcap'));

/** The packets of a reference capture, radiotap header included. */
export const packetsOf = (name: string): Uint8Array[] =>
  decodeCapture(new Uint8Array(readFileSync(new URL(name, folder)))).map(packet => packet.bytes);

/** The frames of a reference capture. */
export const framesOf = (name: string): Uint8Array[] =>
  packetsOf(name).map(bytes => dot11Of({ linkType: 127, bytes }).mpdu);

export const manifest = JSON.parse(readFileSync(new URL('MANIFEST.json', folder), 'utf8')) as {
  captures: {
    file: string;
    eapol_key_frames: {
      frame: number;
      replay_counter: number;
      key_info: string;
      key_length: number;
      descriptor_type: number;
      eapol_version: number;
      encrypted_80211: boolean;
      key_data_len: number;
      nonce: string;
      mic: string | null;
      key_data_plain?: string;
      kdes?: [string, string][];
    }[];
  }[];
};

/** The DecodeError that `run` throws. */
export const failure = (run: () => unknown): DecodeError => {
  try {
    run();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
};

/** `octets` with some of them changed, and cut or prolonged now and then. */
const mutated = (octets: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(Math.max(0, octets.length - 1)), fc.nat(255)), { maxLength: 4 }),
      fc.oneof(fc.constant(octets.length), fc.nat(octets.length + 3)),
    )
    .map(([changes, length]) => {
      const copy = new Uint8Array(length);
      copy.set(octets.subarray(0, length));
      for (const [at, value] of changes) if (at < length) copy[at] = value;
      return copy;
    });

/** Random octets, and mutations of `samples`. */
export const hostile = (samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...samples).chain(mutated));

/** Checks that every input gives a value that encodes to it again, or a DecodeError. Gives how many did decode. */
export const checkHostile = <T>(
  inputs: fc.Arbitrary<Uint8Array>,
  decode: (octets: Uint8Array) => T,
  encode?: (value: T) => Uint8Array,
): number => {
  let decoded = 0;
  fc.assert(
    fc.property(inputs, octets => {
      let value: T;
      try {
        value = decode(octets);
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
        return;
      }
      decoded++;
      if (encode !== undefined) expect(encode(value)).toEqual(octets);
    }),
    { numRuns: 400 },
  );
  return decoded;
};

/** Checks that `written`, what a lax list reader took of `octets`, is all of them up to an item that is cut off. */
export const expectUpToCut = (written: Uint8Array, octets: Uint8Array): void => {
  expect(written).toEqual(octets.subarray(0, written.length));
  const left = octets.subarray(written.length);
  if (left.length >= 2) expect(left.length).toBeLessThan(2 + left[1]!);
};
