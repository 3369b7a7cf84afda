import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { captureReader } from '../src/codecs/capture/index.js';
import { eapolKeyMicInput, withMic } from '../src/codecs/dot11/index.js';
import { fromHex, toHex } from '../src/codecs/hex.js';
import { decryptMpdu, prepareKey } from '../src/crypto/index.js';
import { validator } from '../src/validate/index.js';
import { manifestOf, ofManifest, ofReport } from './manifest.js';

/** Node's Buffer is a Uint8Array whose `slice` gives a view: code that writes into one alters its caller's octets. */
describe('octets that come as a Buffer', () => {
  it('are validated as any, and stay as they were', () => {
    const capture = manifestOf('captures').find(({ file }) => file.startsWith('b-'))!;
    const file = readFileSync(new URL(`../fixtures/captures/${capture.file}`, import.meta.url));
    const before = toHex(file);
    const pmks = Object.entries(capture.pmks).map(([name, hex]) => ({
      name,
      pmk: Buffer.from(fromHex(hex)),
    }));
    const { packet, report } = validator({ keys: { pmks }, showKeys: true });
    const reader = captureReader(packet);
    reader.push(file);
    reader.end();
    expect(ofReport(report())).toEqual(ofManifest(capture));
    expect(toHex(file)).toBe(before);
  });

  it('are not written into by the key routines', () => {
    const frame = Buffer.alloc(121, 0xc3);
    frame.set([2, 3, 0, 117], 0);
    const before = toHex(frame);
    eapolKeyMicInput(frame, 16);
    withMic(frame, new Uint8Array(16));
    decryptMpdu(prepareKey('00-0F-AC:4', Buffer.alloc(16, 1)), frame);
    expect(toHex(frame)).toBe(before);
  });
});
