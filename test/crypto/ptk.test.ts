import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import captured from '../../fixtures/vectors/captured-frames.json' with { type: 'json' };
import transitions from '../../fixtures/vectors/ft-hostapd.json' with { type: 'json' };
import hierarchy from '../../fixtures/vectors/hierarchy.json' with { type: 'json' };
import annex from '../../fixtures/vectors/ieee80211-annex.json' with { type: 'json' };
import keys from '../../fixtures/vectors/keys.json' with { type: 'json' };
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { ftMic } from '../../src/crypto/ft-mic.js';
import { prfSha1 } from '../../src/crypto/prf.js';
import { pskFromPassphrase } from '../../src/crypto/psk.js';
import { derivePmkR0, derivePmkR1, derivePtk, derivePtkFt, pmkid, ptkParts } from '../../src/crypto/ptk.js';

const cipherOf: Record<string, string> = {
  CCMP: '00-0F-AC:4',
  TKIP: '00-0F-AC:2',
  'CCMP-256': '00-0F-AC:10',
  'GCMP-256': '00-0F-AC:9',
};

/** The fields that hold octets, from hex; the others as they are. */
const octets = <K extends string>(value: Readonly<Record<string, unknown>>, ...names: readonly K[]) =>
  Object.fromEntries(names.map(name => [name, fromHex(String(value[name]))])) as Record<K, Uint8Array>;

describe('PRF and PSK', () => {
  it.each(annex.prf)('PRF of $label: $data', v => {
    const output = prfSha1(fromHex(v.key), v.label, fromHex(v.data), v.output.length / 2);
    expect(toHex(output)).toBe(v.output);
  });

  it.each(annex.psk)('PSK of $passphrase, $ssid', v => {
    expect(toHex(pskFromPassphrase({ passphrase: v.passphrase, ssid: v.ssid }))).toBe(v.psk);
    expect(
      toHex(pskFromPassphrase({ passphrase: v.passphrase, ssid: new TextEncoder().encode(v.ssid) })),
    ).toBe(v.psk);
  });

  it('begins as the vector of RFC 6070 with 4096 iterations does', () => {
    expect(toHex(pskFromPassphrase({ passphrase: 'password', ssid: 'salt' })).slice(0, 40)).toBe(
      '4b007901b765489abead49d926f721d065a429c1',
    );
  });

  it.each(['seven77', 'x'.repeat(64), 'umlaut-ü', 'tab\tinside'])('refuses the passphrase %j', text => {
    expect(() => pskFromPassphrase({ passphrase: text, ssid: 'lwa' })).toThrow(
      /^passphrase: must be 8 to 63 characters/,
    );
  });

  it('refuses an SSID of 33 octets', () => {
    expect(() => pskFromPassphrase({ passphrase: 'password', ssid: new Uint8Array(33) })).toThrow(
      'ssid: must be 0 to 32 octets',
    );
  });
});

describe('PTK', () => {
  it.each(keys.wlan)('of PMK $pmk', v => {
    const input = octets(v, 'pmk', 'aa', 'spa', 'aNonce', 'sNonce');
    for (const [name, expected] of Object.entries(v.ptk)) {
      const [akm, cipher] = name.split(' ');
      const ptk = derivePtk({ ...input, akm: akm!, cipher: cipherOf[cipher!]! });
      expect(toHex(ptk.ptk)).toBe(expected);
      expect(toHex(ptk.kck) + toHex(ptk.kek) + toHex(ptk.tk)).toBe(expected);
    }
    for (const [akm, expected] of Object.entries(v.pmkid))
      expect(toHex(pmkid({ ...input, akm })!)).toBe(expected);
  });

  it('of IEEE Std 802.11-2016, J.7', () => {
    const v = annex.ptk;
    const input = { akm: v.akm, ...octets(v, 'pmk', 'aa', 'spa', 'aNonce', 'sNonce') };
    const ccmp = derivePtk({ ...input, cipher: '00-0F-AC:4' });
    expect([ccmp.kck, ccmp.kek, ccmp.tk].map(toHex)).toEqual([v.kck, v.kek, v.tkCcmp]);
    const tkip = derivePtk({ ...input, cipher: '00-0F-AC:2' });
    expect([tkip.kck, tkip.kek, tkip.tk].map(toHex)).toEqual([v.kck, v.kek, v.tkTkip]);
  });

  it.each(hierarchy.ptk)('of $akm with $cipher', v => {
    const input = { akm: v.akm, ...octets(v, 'pmk', 'aa', 'spa', 'aNonce', 'sNonce') };
    const ptk = derivePtk({ ...input, cipher: v.cipher });
    expect([ptk.kck, ptk.kek, ptk.tk].map(toHex)).toEqual([v.kck, v.kek, v.tk]);
    const { akm, cipher } = v;
    const whole = fromHex(v.kck + v.kek + v.tk);
    expect(ptkParts({ akm, cipher, ptk: whole, pmkLength: input.pmk.length })).toEqual(ptk);
    expect(() => ptkParts({ akm, cipher, ptk: whole.subarray(1), pmkLength: input.pmk.length })).toThrow(
      'ptk: ',
    );
    const id = pmkid({ ...input, kck: ptk.kck });
    expect(id === undefined ? null : toHex(id)).toBe(v.pmkid);
  });

  // They differ in how the PMK comes about, and 23 from 12 in the PMKID.
  it.each([
    ['00-0F-AC:12', '00-0F-AC:23'],
    ['00-0F-AC:18', '00-0F-AC:24'],
  ])('of %s is that of %s', (akm, same) => {
    const known = hierarchy.ptk.filter(v => v.akm === akm);
    expect(known).not.toEqual([]);
    for (const v of known) {
      const input = octets(v, 'pmk', 'aa', 'spa', 'aNonce', 'sNonce');
      const ptk = derivePtk({ ...input, akm: same, cipher: v.cipher });
      expect([ptk.kck, ptk.kek, ptk.tk].map(toHex)).toEqual([v.kck, v.kek, v.tk]);
    }
  });

  it('PMKID of 802.1X with SHA-384 is an HMAC under the PMK', () => {
    const [aa, spa, pmk] = [new Uint8Array(6).fill(1), new Uint8Array(6).fill(2), new Uint8Array(48).fill(3)];
    const mac = createHmac('sha384', pmk).update('PMK Name').update(aa).update(spa).digest('hex');
    expect(toHex(pmkid({ akm: '00-0F-AC:23', pmk, aa, spa })!)).toBe(mac.slice(0, 32));
  });

  it.each(captured.handshakes)('of $capture, $id', v => {
    const { anonce, snonce, ...rest } = octets(v, 'pmk', 'aa', 'spa', 'anonce', 'snonce');
    const ptk = derivePtk({ ...rest, akm: v.akm, cipher: '00-0F-AC:4', aNonce: anonce, sNonce: snonce });
    expect(toHex(ptk.ptk)).toBe(v.ptk);
  });

  it('does not mind which address and nonce is the larger', () => {
    const input = {
      akm: '00-0F-AC:6',
      cipher: '00-0F-AC:4',
      pmk: new Uint8Array(32),
      aa: new Uint8Array(6).fill(1),
      spa: new Uint8Array(6).fill(2),
      aNonce: new Uint8Array(32).fill(3),
      sNonce: new Uint8Array(32).fill(4),
    };
    const swapped = { ...input, aa: input.spa, spa: input.aa, aNonce: input.sNonce, sNonce: input.aNonce };
    expect(derivePtk(swapped).ptk).toEqual(derivePtk(input).ptk);
    expect(derivePtk({ ...input, spa: input.aa }).ptk).not.toEqual(derivePtk(input).ptk);
  });

  it.each([
    ['akm', { akm: '00-0F-AC:99' }],
    ['akm', { akm: '00-0F-AC:4' }],
    ['akm', { akm: 'constructor' }],
    ['cipher', { cipher: '00-0F-AC:7' }],
    ['cipher', { cipher: '00-0F-AC:6' }],
    ['pmk', { pmk: new Uint8Array(31) }],
    ['aa', { aa: new Uint8Array(5) }],
    ['spa', { spa: new Uint8Array(7) }],
    ['aNonce', { aNonce: new Uint8Array(31) }],
    ['sNonce', { sNonce: new Uint8Array(0) }],
  ])('refuses a wrong %s', (path, wrong) => {
    const v = annex.ptk;
    const input = {
      akm: v.akm,
      cipher: '00-0F-AC:4',
      ...octets(v, 'pmk', 'aa', 'spa', 'aNonce', 'sNonce'),
      ...wrong,
    };
    expect(() => derivePtk(input)).toThrow(EncodeError);
    expect(() => derivePtk(input)).toThrow(new RegExp(`^${path}: `));
  });

  it.each(['6', '11', '12', '13', '6 in small letters'])('has no TK for BIP: 00-0F-AC:%s', type => {
    const cipher = type.includes(' ') ? '00-0f-ac:6' : `00-0F-AC:${type}`;
    const o = octets(annex.ptk, 'pmk', 'aa', 'spa', 'aNonce', 'sNonce');
    const ft = { ...o, akm: '00-0F-AC:4', bssid: o.aa, pmkR1: o.pmk, pmkR1Name: new Uint8Array(16) };
    const message = /^cipher: 00-0F-AC:\d+ \(BIP-\S+\) is a group management suite/;
    for (const refused of [
      () => derivePtk({ ...o, akm: '00-0F-AC:2', cipher }),
      () => derivePtkFt({ ...ft, cipher }),
      ...[48, 64].map(length => () => ptkParts({ akm: '00-0F-AC:2', cipher, ptk: new Uint8Array(length) })),
    ]) {
      expect(refused).toThrow(EncodeError);
      expect(refused).toThrow(message);
    }
  });

  it.each([0, 31, 33, 49, 65])('refuses a PMK of %i octets for the PMKID', length => {
    const pmk = new Uint8Array(length);
    const wrong = { akm: '00-0F-AC:2', ...octets(annex.ptk, 'aa', 'spa'), pmk };
    expect(() => pmkid(wrong)).toThrow(
      new EncodeError('pmk', `must be 32 or 48 or 64 octets long, not ${length}`),
    );
  });

  it('needs the KCK for the PMKID of Suite B', () => {
    const v = annex.ptk;
    const input = octets(v, 'pmk', 'aa', 'spa');
    expect(() => pmkid({ akm: '00-0F-AC:11', ...input })).toThrow(
      new EncodeError('kck', 'is the key of the PMKID of 00-0F-AC:11'),
    );
    expect(() => pmkid({ akm: '00-0F-AC:12', ...input, kck: new Uint8Array(16) })).toThrow(
      new EncodeError('kck', 'must be 24 octets long, not 16'),
    );
  });
});

describe('fast BSS transition', () => {
  it.each([...hierarchy.ft, ...transitions.transitions])('hierarchy of $akm, XXKey $xxKey', v => {
    const o = octets(
      v,
      ...(['xxKey', 'ssid', 'mdid', 'r0khId', 'r1khId', 'spa', 'bssid', 'aNonce', 'sNonce'] as const),
    );
    const { akm, cipher } = v;
    const r0 = derivePmkR0({ ...o, akm, s0khId: o.spa });
    expect([r0.pmkR0, r0.pmkR0Name].map(toHex)).toEqual([v.pmkR0, v.pmkR0Name]);
    const r1 = derivePmkR1({ ...r0, akm, r1khId: o.r1khId, s1khId: o.spa });
    expect([r1.pmkR1, r1.pmkR1Name].map(toHex)).toEqual([v.pmkR1, v.pmkR1Name]);
    const ptk = derivePtkFt({ ...o, ...r1, akm, cipher });
    expect([ptk.kck, ptk.kek, ptk.tk, ptk.ptkName].map(toHex)).toEqual([v.kck, v.kek, v.tk, v.ptkName]);
  });

  it.each(transitions.transitions)('MICs of $akm, KCK $kck', ({ akm, kck, spa, mics }) => {
    for (const { transaction, aa, elements, mic } of mics) {
      const input = {
        ...{ spa: fromHex(spa), aa: fromHex(aa) },
        ...{ transaction: transaction as 5 | 6, elements: elements.map(one => fromHex(one)) },
      };
      expect(toHex(ftMic(akm, fromHex(kck), input))).toBe(mic);
      expect(() => ftMic(akm, fromHex(kck).subarray(1), input)).toThrow(/^kck: /);
    }
  });

  it('of AKM 22 is that of AKM 13', () => {
    const known = transitions.transitions.filter(({ akm }) => akm === '00-0F-AC:13');
    expect(known).not.toEqual([]);
    for (const v of known) {
      const o = octets(v, 'xxKey', 'ssid', 'mdid', 'r0khId', 'r1khId', 'spa', 'bssid', 'aNonce', 'sNonce');
      const akm = '00-0F-AC:22';
      const r1 = derivePmkR1({
        ...derivePmkR0({ ...o, akm, s0khId: o.spa }),
        akm,
        ...{ r1khId: o.r1khId, s1khId: o.spa },
      });
      expect(toHex(derivePtkFt({ ...o, ...r1, akm, cipher: v.cipher }).tk)).toBe(v.tk);
    }
  });

  it('takes keys of the lengths of its suite', () => {
    const v = transitions.transitions.find(({ kck }) => kck.length === 2 * 24)!;
    const o = octets(v, 'xxKey', 'ssid', 'mdid', 'r0khId', 'spa', 'pmkR0', 'pmkR0Name', 'r1khId', 'bssid');
    const nonces = octets(v, 'pmkR1', 'pmkR1Name', 'aNonce', 'sNonce');
    const short = (key: Uint8Array) => key.subarray(1);
    expect(() => derivePmkR0({ ...o, akm: v.akm, s0khId: o.spa, xxKey: short(o.xxKey) })).toThrow(/^xxKey: /);
    expect(() => derivePmkR1({ ...o, akm: v.akm, s1khId: o.spa, pmkR0: short(o.pmkR0) })).toThrow(/^pmkR0: /);
    expect(() =>
      derivePtkFt({ ...o, ...nonces, akm: v.akm, cipher: v.cipher, pmkR1: short(nonces.pmkR1) }),
    ).toThrow(/^pmkR1: /);
  });

  it('is refused for suites without it', () => {
    const v = hierarchy.ft[0]!;
    const o = octets(v, 'xxKey', 'ssid', 'mdid', 'r0khId', 'spa');
    expect(() => derivePmkR0({ ...o, akm: '00-0F-AC:2', s0khId: o.spa })).toThrow(/^akm: /);
    expect(() => derivePmkR0({ ...o, akm: v.akm, s0khId: o.spa, r0khId: new Uint8Array(49) })).toThrow(
      'r0khId: must be 1 to 48 octets long, not 49',
    );
    const under = (ssid: number) =>
      derivePmkR0({ ...o, akm: v.akm, s0khId: o.spa, ssid: new Uint8Array(ssid) });
    expect(under(32).pmkR0).toHaveLength(32);
    expect(() => under(33)).toThrow('ssid: must be 0 to 32 octets long, not 33');
  });
});
