import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import captured from '../../fixtures/vectors/captured-frames.json' with { type: 'json' };
import annex from '../../fixtures/vectors/ieee80211-annex.json' with { type: 'json' };
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { decryptCcmp, encryptCcmp } from '../../src/crypto/ccmp.js';
import { cipherSuite } from '../../src/crypto/cipher-suite.js';
import { decryptGcmp } from '../../src/crypto/gcmp.js';
import { decryptMpdu, encryptMpdu, prepareKey } from '../../src/crypto/mpdu.js';
import { readMpduHeader, readSecurityHeader } from '../../src/crypto/mpdu-header.js';

describe('protected MPDUs of the standard', () => {
  it.each(annex.mpdu)('$source, $cipher', v => {
    const key = prepareKey(v.cipher, fromHex(v.tk));
    const clear = fromHex(v.clear);
    const mpdu = fromHex(v.protected);
    const headerLength = readMpduHeader(mpdu)!.length;
    expect(decryptMpdu(key, mpdu)).toEqual({
      plaintext: clear.slice(headerLength),
      pn: BigInt(v.pn),
      keyId: v.keyId,
      headerLength,
    });
    expect(toHex(encryptMpdu(key, clear, BigInt(v.pn), v.keyId))).toBe(v.protected);
  });
});

describe('protected MPDUs of real peers', () => {
  it.each(captured.protected)('$capture frame $frame, $key', v => {
    const opened = decryptCcmp(fromHex(v.tk), fromHex(v.mpdu))!;
    expect(toHex(opened.plaintext)).toBe(v.plaintext);
    expect([opened.keyId, opened.pn]).toEqual([v.keyId, BigInt(v.pn)]);
    const clear = fromHex(v.mpdu.slice(0, opened.headerLength * 2) + v.plaintext);
    expect(toHex(encryptCcmp(fromHex(v.tk), clear, opened.pn, opened.keyId))).toBe(v.mpdu);
  });

  it('include QoS data, group addressed and management frames', () => {
    const first = captured.protected.map(v => Number.parseInt(v.mpdu.slice(0, 2), 16));
    expect(first).toContain(0x88);
    expect(first).toContain(0x08);
    expect(first.some(f => (f & 0x0c) === 0)).toBe(true);
  });
});

const hex = (n: number) => fc.uint8Array({ minLength: n, maxLength: n });

/** A MAC header of every shape that can be protected, as the standard lays it out, then a body. */
const clearMpdu = fc
  .record({
    type: fc.constantFrom('data', 'qos', 'management'),
    subtype: fc.nat(7),
    flags: fc.nat(255),
    rest: hex(22),
    address4: hex(6),
    qosControl: hex(2),
    htControl: hex(4),
    body: fc.uint8Array({ maxLength: 60 }),
  })
  .map(v => {
    const first = { data: 0x08, qos: 0x88, management: 0x00 }[v.type]! | (v.subtype << 4);
    const isData = v.type !== 'management';
    const flags = v.flags & ~0x40;
    return Uint8Array.of(
      first,
      flags,
      ...v.rest,
      ...(isData && (flags & 3) === 3 ? v.address4 : []),
      ...(v.type === 'qos' ? v.qosControl : []),
      ...(v.type !== 'data' && flags & 0x80 ? v.htControl : []),
      ...v.body,
    );
  });

const ciphers = ['00-0F-AC:4', '00-0F-AC:10', '00-0F-AC:8', '00-0F-AC:9', '00-0F-AC:2'];
const pn = fc.bigInt({ min: 0n, max: 0xffffffffffffn });

describe.each(ciphers)('%s', cipher => {
  const { keyLength, kind } = cipherSuite(cipher)!;
  const key = prepareKey(
    cipher,
    Uint8Array.from({ length: keyLength }, (_, i) => i * 7),
  );
  const mpdus = kind === 'tkip' ? clearMpdu.filter(m => (m[0]! & 0x0c) === 8) : clearMpdu;

  it('opens what it protected', () => {
    fc.assert(
      fc.property(mpdus, pn, fc.nat(3), (mpdu, pn, keyId) => {
        const out = encryptMpdu(key, mpdu, pn, keyId);
        const opened = decryptMpdu(key, out)!;
        expect(opened.plaintext).toEqual(mpdu.slice(opened.headerLength));
        expect([opened.pn, opened.keyId]).toEqual([pn, keyId]);
        expect(out[1]).toBe(mpdu[1]! | 0x40);
        expect(out.subarray(2, opened.headerLength)).toEqual(mpdu.subarray(2, opened.headerLength));
      }),
      { numRuns: 60 },
    );
  });

  it('opens nothing whose body or address 2 has a flipped bit', () => {
    fc.assert(
      fc.property(mpdus, fc.nat(), (mpdu, where) => {
        const out = encryptMpdu(key, mpdu, 77n, 1);
        const o = readMpduHeader(out)!.length;
        const places = [...Array(6).keys()]
          .map(i => 10 + i)
          .concat([...Array(out.length - o - 8).keys()].map(i => o + 8 + i));
        out[places[where % places.length]!]! ^= 1 << (where & 7);
        expect(decryptMpdu(key, out)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('opens nothing that was cut short or is no such frame, and never throws for octets', () => {
    const out = encryptMpdu(key, fromHex(`08410000${'020000000001'.repeat(3)}1000aaaa03000000888e`), 1n);
    for (let n = 0; n < out.length; n++) expect(decryptMpdu(key, out.subarray(0, n))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), mpdu => {
        expect(decryptMpdu(key, mpdu)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('opens nothing under another key', () => {
    const out = encryptMpdu(key, fromHex(`08410000${'020000000001'.repeat(3)}1000aaaa03000000888e`), 1n);
    expect(decryptMpdu(prepareKey(cipher, new Uint8Array(keyLength)), out)).toBeUndefined();
  });
});

describe('what the MIC covers', () => {
  const tk = new Uint8Array(16).fill(5);
  const qos = fromHex(`88410000${'020000000001'.repeat(3)}100035 80aabbcc`.replaceAll(' ', ''));
  const flip = (mpdu: Uint8Array, octet: number, mask: number): Uint8Array => {
    const out = mpdu.slice();
    out[octet]! ^= mask;
    return out;
  };

  // IEEE 802.11-2020, 12.5.3.3.3: what changes on the way or with a retransmission is masked.
  it.each([
    ['subtype bits', 0, 0x70, true],
    ['QoS subtype', 0, 0x80, false],
    ['to DS', 1, 0x01, false],
    ['more fragments', 1, 0x04, false],
    ['retry', 1, 0x08, true],
    ['power management', 1, 0x10, true],
    ['more data', 1, 0x20, true],
    ['duration', 2, 0xff, true],
    ['address 1', 4, 0x02, false],
    ['address 3', 21, 0x01, false],
    ['fragment number', 22, 0x01, false],
    ['fragment number, high', 22, 0x08, false],
    ['sequence number', 22, 0xf0, true],
    ['sequence number, high', 23, 0xff, true],
    ['TID', 24, 0x01, false],
    ['ack policy', 24, 0x60, true],
    ['A-MSDU present', 24, 0x80, true],
    ['QoS control, high', 25, 0xff, true],
    ['key ID', 29, 0xc0, true],
    ['packet number', 26, 0x01, false],
  ])('%s', (_, octet, mask, opens) => {
    const out = encryptCcmp(tk, qos, 9n);
    expect(decryptCcmp(tk, flip(out, octet, mask)) !== undefined).toBe(opens);
    const key = prepareKey('00-0F-AC:8', tk);
    const gcmp = encryptMpdu(key, qos, 9n);
    expect(decryptGcmp(tk, flip(gcmp, octet, mask)) !== undefined).toBe(opens);
  });

  it.each(['00-0F-AC:4', '00-0F-AC:8'])(
    'not the A-MSDU Present bit between SPP A-MSDU capable sides (%s)',
    cipher => {
      const key = prepareKey(cipher, tk);
      const amsdu = qos.slice();
      amsdu[24]! |= 0x80;
      const out = encryptMpdu(key, amsdu, 9n, 0, { spp: true });
      expect(decryptMpdu(key, out, { spp: true })?.plaintext).toEqual(amsdu.subarray(26));
      expect(decryptMpdu(key, flip(out, 24, 0x60), { spp: true })).toBeDefined();
      expect(decryptMpdu(key, flip(out, 24, 0x80), { spp: true })).toBeUndefined();
      expect(decryptMpdu(key, out)).toBeUndefined();
    },
  );

  it('the A-MSDU Present bit as others keep it: AES-CCM of IEEE 802.11-2020, 12.5.3.3.3', () => {
    const amsdu = qos.slice();
    amsdu[24]! |= 0x80;
    const out = encryptMpdu(prepareKey('00-0F-AC:4', tk), amsdu, 9n, 0, { spp: true });
    const tid = amsdu[24]! & 0x0f;
    const aad = [0x88, amsdu[1]! | 0x40, ...amsdu.subarray(4, 22), amsdu[22]! & 0x0f, 0, 0x80 | tid, 0];
    const nonce = Uint8Array.of(tid, ...amsdu.subarray(10, 16), 0, 0, 0, 0, 0, 9);
    const cipher = createCipheriv('aes-128-ccm', tk, nonce, { authTagLength: 8 });
    const body = amsdu.subarray(26);
    cipher.setAAD(Uint8Array.from(aad), { plaintextLength: body.length });
    const sealed = Buffer.concat([cipher.update(body), cipher.final(), cipher.getAuthTag()]);
    expect(toHex(out.subarray(34))).toBe(sealed.toString('hex'));
  });

  it('the order bit in data without QoS only', () => {
    const data = fromHex(`08410000${'020000000001'.repeat(3)}1000aabbcc`);
    expect(decryptCcmp(tk, flip(encryptCcmp(tk, data, 1n), 1, 0x80))).toBeUndefined();
  });

  it('nothing where the protected or extended IV bit is clear', () => {
    const out = encryptCcmp(tk, qos, 9n);
    expect(decryptCcmp(tk, flip(out, 1, 0x40))).toBeUndefined();
    expect(decryptCcmp(tk, flip(out, 29, 0x20))).toBeUndefined();
  });
});

describe('a security header', () => {
  const mpdu = fromHex(`08410000${'020000000001'.repeat(3)}1000 0201 00e0 03040506`);
  const header = readMpduHeader(mpdu)!;

  it('is read where all of it is there', () => {
    expect(readSecurityHeader(mpdu, header, 'ccmp')).toEqual({ pn: 0x060504030102n, keyId: 3 });
    expect(readSecurityHeader(mpdu, header, 'tkip')).toEqual({ pn: 0x060504030200n, keyId: 3 });
    expect(readSecurityHeader(mpdu.subarray(0, 31), header, 'ccmp')).toBeUndefined();
  });

  it.each(['00-0F-AC:4', '00-0F-AC:8', '00-0F-AC:9', '00-0F-AC:10', '00-0F-AC:2'])(
    'with no whole MIC behind it opens nothing: %s',
    cipher => {
      const key = prepareKey(cipher, new Uint8Array(cipherSuite(cipher)!.keyLength));
      for (let more = 0; more < 16; more++)
        expect(decryptMpdu(key, Uint8Array.of(...mpdu, ...new Uint8Array(more)))).toBeUndefined();
    },
  );
});

describe('the longest plaintext of CCMP', () => {
  const head = fromHex(`08410000${'020000000001'.repeat(3)}1000`);
  const ofLength = (body: number): Uint8Array => {
    const mpdu = new Uint8Array(head.length + body);
    mpdu.set(head);
    return mpdu;
  };

  // A nonce of 13 octets leaves two for the length: RFC 3610, 2.1.
  it.each([
    ['00-0F-AC:4', 16, 8],
    ['00-0F-AC:10', 32, 16],
  ])('is of 65535 octets: %s', (cipher, keyLength, micLength) => {
    const key = prepareKey(cipher, new Uint8Array(keyLength));
    const sealed = encryptMpdu(key, ofLength(0xffff), 1n);
    expect(decryptMpdu(key, sealed)!.plaintext).toEqual(new Uint8Array(0xffff));
    expect(() => encryptMpdu(key, ofLength(0x10000), 1n)).toThrow(
      'plaintext: must be 0 to 65535 octets long, not 65536',
    );
    const longer = ofLength(8 + 0x10000 + micLength);
    longer.set(sealed.subarray(0, 32));
    expect(decryptMpdu(key, longer)).toBeUndefined();
  });
});

describe('values out of range', () => {
  const data = fromHex(`08410000${'020000000001'.repeat(3)}1000aabbcc`);
  const ccmp = prepareKey('00-0F-AC:4', new Uint8Array(16));
  const tkip = prepareKey('00-0F-AC:2', new Uint8Array(32));

  it.each<[string, () => unknown]>([
    ['cipher', () => prepareKey('00-0F-AC:6', new Uint8Array(16))],
    ['cipher', () => prepareKey('00-0F-AC:1', new Uint8Array(5))],
    ['cipher', () => prepareKey('00-0F-AC:77', new Uint8Array(16))],
    ['tk', () => prepareKey('00-0F-AC:4', new Uint8Array(32))],
    ['tk', () => decryptCcmp(new Uint8Array(24), data)],
    ['pn', () => encryptMpdu(ccmp, data, 1n << 48n)],
    ['pn', () => encryptMpdu(ccmp, data, -1n)],
    ['keyId', () => encryptMpdu(ccmp, data, 1n, 4)],
    ['mpdu', () => encryptMpdu(ccmp, data.subarray(0, 23), 1n)],
    ['mpdu', () => encryptMpdu(ccmp, Uint8Array.of(0xb4, ...data.subarray(1)), 1n)],
    ['mpdu', () => encryptMpdu(tkip, Uint8Array.of(0xc0, ...data.subarray(1)), 1n)],
  ])('%s', (path, run) => {
    expect(run).toThrow(new RegExp(`^${path}: `));
  });
});
