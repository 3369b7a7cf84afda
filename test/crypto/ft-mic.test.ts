import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { aesCmac, type FtMicInput, ftMic } from '../../src/crypto/index.js';

const spa = fromHex('020000000001');
const aa = fromHex('020000000002');
const rsn = fromHex('30140100000fac040100000fac040100000fac040000');
const domain = fromHex('3603a1b201');
const fte = fromHex(`3752${'00'.repeat(82)}`);
const input: FtMicInput = { spa, aa, transaction: 5, elements: [rsn, domain, fte] };
const covered = Uint8Array.of(...spa, ...aa, 5, ...rsn, ...domain, ...fte);

/** IEEE 802.11-2020, 13.8.4: SPA, target AP, transaction sequence number, then the elements. */
describe('the MIC of a Fast BSS Transition element', () => {
  it.each(['00-0F-AC:3', '00-0F-AC:4', '00-0F-AC:9'])('is an AES-128-CMAC: %s', akm => {
    const kck = new Uint8Array(16).fill(7);
    expect(ftMic(akm, kck, input)).toEqual(aesCmac(kck, covered));
    expect(ftMic(akm, kck, { ...input, transaction: 6, elements: [] })).toEqual(
      aesCmac(kck, Uint8Array.of(...spa, ...aa, 6)),
    );
  });

  it('is an HMAC-SHA-384 of 24 octets with AKM 13', () => {
    const kck = new Uint8Array(24).fill(7);
    const mac = createHmac('sha384', kck).update(covered).digest('hex');
    expect(toHex(ftMic('00-0F-AC:13', kck, input))).toBe(mac.slice(0, 48));
  });

  it.each<[string, () => unknown]>([
    ['kck: must be 16 octets long, not 24', () => ftMic('00-0F-AC:4', new Uint8Array(24), input)],
    ['kck: must be 24 octets long, not 16', () => ftMic('00-0F-AC:13', new Uint8Array(16), input)],
    ['spa: must be 6', () => ftMic('00-0F-AC:4', new Uint8Array(16), { ...input, spa: rsn })],
    ['aa: must be 6', () => ftMic('00-0F-AC:4', new Uint8Array(16), { ...input, aa: rsn })],
    [
      'elements[1]: must be octets (Uint8Array)',
      () => ftMic('00-0F-AC:4', new Uint8Array(16), { ...input, elements: [rsn, 'a' as never] }),
    ],
  ])('is refused: %s', (message, run) => {
    expect(run).toThrow(EncodeError);
    expect(run).toThrow(message);
  });
});
