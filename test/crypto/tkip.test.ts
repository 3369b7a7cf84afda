import { describe, expect, it } from 'vitest';
import annex from '../../fixtures/vectors/ieee80211-annex.json' with { type: 'json' };
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { michael, michaelOfMsdu } from '../../src/crypto/michael.js';
import { readMpduHeader } from '../../src/crypto/mpdu-header.js';
import { decryptTkip, encryptTkip, tkipPhase1, tkipPhase2 } from '../../src/crypto/tkip.js';

describe('Michael', () => {
  it.each(annex.michael)('of $message under $key', v => {
    expect(toHex(michael(fromHex(v.key), fromHex(v.message)))).toBe(v.mic);
  });
});

describe('TKIP key mixing', () => {
  it.each(annex.tkipMixing)('TSC $tscHigh, $tscLow', v => {
    const tk = fromHex(v.tk);
    const ttak = tkipPhase1(tk, fromHex(v.ta), v.tscHigh);
    expect([...ttak].map(w => w.toString(16).padStart(4, '0')).join(' ')).toBe(v.ttak);
    expect(toHex(tkipPhase2(tk, ttak, v.tscLow))).toBe(v.seed);
  });
});

describe('TKIP', () => {
  const tk = Uint8Array.from({ length: 32 }, (_, i) => i);
  const frame = (flags: string, sequence = '1000', address4 = '') =>
    fromHex(`08${flags}0000020000000001020000000002020000000003${sequence}${address4}aaaa03000000888e0103`);

  it('takes the MIC key of the direction', () => {
    const wrongFromAp = tk.slice();
    wrongFromAp[16]! ^= 1;
    const wrongFromStation = tk.slice();
    wrongFromStation[24]! ^= 1;
    const fromAp = encryptTkip(tk, frame('02'), 1n);
    expect(decryptTkip(wrongFromAp, fromAp)).toBeUndefined();
    expect(decryptTkip(wrongFromStation, fromAp)).toBeDefined();
    const fromStation = encryptTkip(tk, frame('01'), 1n);
    expect(decryptTkip(wrongFromAp, fromStation)).toBeDefined();
    expect(decryptTkip(wrongFromStation, fromStation)).toBeUndefined();
  });

  it('gives an MSDU with a wrong Michael MIC under lax alone, and says so', () => {
    const wrong = tk.slice();
    wrong[16]! ^= 1;
    const sealed = encryptTkip(tk, frame('02'), 1n, 2);
    const opened = { plaintext: frame('02').subarray(24), pn: 1n, keyId: 2, headerLength: 24 };
    expect(decryptTkip(tk, sealed)).toEqual(opened);
    expect(decryptTkip(tk, sealed, { lax: true })).toStrictEqual(decryptTkip(tk, sealed));
    expect(decryptTkip(wrong, sealed, { lax: true })).toEqual({ ...opened, michaelWrong: true });
    // With a wrong ICV there is no MSDU.
    expect(decryptTkip(tk, sealed.with(-1, sealed.at(-1)! ^ 1), { lax: true })).toBeUndefined();
  });

  it('covers destination and source, wherever the header has them', () => {
    for (const mpdu of [frame('00'), frame('01'), frame('02'), frame('03', '1000', '020000000004')]) {
      const header = readMpduHeader(mpdu)!;
      const msdu = mpdu.subarray(header.length);
      const mic = michaelOfMsdu(tk, { mpdu, header, msdu });
      const [da, sa] = [
        ['01', '02'],
        ['03', '02'],
        ['01', '03'],
        ['03', '04'],
      ][mpdu[1]! & 3]!;
      const message = fromHex(`0200000000${da}0200000000${sa}00000000${toHex(msdu)}`);
      expect(mic).toEqual(michael(mpdu[1]! & 2 ? tk.subarray(16, 24) : tk.subarray(24), message));
    }
  });

  it('leaves the MIC of a fragmented MSDU to whoever joins the fragments', () => {
    const whole = frame('01');
    const header = readMpduHeader(whole)!;
    const msdu = whole.subarray(header.length);
    const withMic = Uint8Array.of(...msdu, ...michaelOfMsdu(tk, { mpdu: whole, header, msdu }));
    const parts = [withMic.subarray(0, 9), withMic.subarray(9)].map((part, i) => {
      const head = frame(i === 0 ? '05' : '01', i === 0 ? '1000' : '1100').subarray(0, 24);
      const sealed = encryptTkip(tk, Uint8Array.of(...head, ...part), BigInt(i + 1));
      expect(sealed).toHaveLength(24 + part.length + 12);
      return decryptTkip(tk, sealed)!.plaintext;
    });
    expect(Uint8Array.of(...parts.flatMap(p => [...p]))).toEqual(withMic);
  });

  it('has no use for a frame without room for the MIC, or a management frame', () => {
    const bare = encryptTkip(tk, frame('05').subarray(0, 28), 1n);
    const asWhole = bare.slice();
    asWhole[1]! &= ~0x04;
    expect(decryptTkip(tk, bare)).toBeDefined();
    expect(decryptTkip(tk, asWhole)).toBeUndefined();
    expect(decryptTkip(tk, asWhole, { lax: true })).toBeUndefined();
    const management = bare.slice();
    management[0] = 0xc0;
    expect(decryptTkip(tk, management)).toBeUndefined();
  });
});
