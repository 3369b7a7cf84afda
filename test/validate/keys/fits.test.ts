import { describe, expect, it } from 'vitest';
import { formatMac, parseMac } from '../../../src/codecs/dot11/mac.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { deriveSKwt, pskFromPassphrase } from '../../../src/crypto/index.js';
import { type Keys, validate } from '../../../src/validate/index.js';
import { joinReports } from '../../../src/validate/join-reports.js';
import { newKeyFits } from '../../../src/validate/keys/fits.js';
import { keyRing } from '../../../src/validate/keys/key-ring.js';
import { type Capture, captureOf, lteKeysOf } from '../lte/capture.js';
import { AP, allOf, associated, beacon, handshake, numbered, ofAp, reportOnMpdus, SSID } from '../peer.js';

const unmatched = async ({ packets }: Pick<Capture, 'packets'>, keys: Keys) =>
  (await validate(packets, { keys }).report()).unmatchedKeys;
const wrong = new Uint8Array(32).fill(0xab);
const pmksOf = ({ keys }: Capture) =>
  keys.pmks.map(({ name, hex, station }) => ({
    name,
    pmk: fromHex(hex),
    station: parseMac(station),
    source: 'keys.json',
  }));

const mic = captureOf('wlan-rekey');
const option2 = captureOf('rekey-option-2');
const pdcp = captureOf('rekey-option-2', { uu: 'pdcp' });
const KENB = { name: 'KeNB', kenb: wrong };
const KASME = { name: 'KASME', kasme: wrong, uplinkNasCount: 0 };

describe('keys that fit nothing', () => {
  it.each([
    ['of the WLAN', mic],
    ['of all links', option2],
    ['with PDCP', pdcp],
  ])('are named, %s', async (_, capture) => {
    const keys: Keys = {
      pmks: [{ name: 'A', pmk: wrong }],
      kenbs: [KENB],
      kasmes: [KASME],
      passphrases: [{ passphrase: 'not that one' }],
    };
    // There is no WT Counter in a capture of the WLAN alone.
    const untried = capture === mic ? { untried: true } : {};
    expect(await unmatched(capture, keys)).toEqual([
      { source: 'A', keys: 1 },
      { source: 'KeNB', keys: 1, ...untried },
      { source: 'KASME', keys: 1, ...untried },
      { source: 'passphrase', keys: 1 },
    ]);
  });

  it('are one entry for all of one source, where none of them does', async () => {
    const others = Array.from({ length: 5 }, (_, i) => ({ name: `K${i}`, pmk: wrong.map(o => o + i) }));
    const pmks = others.map(one => ({ ...one, source: 'other.json' }));
    expect(await unmatched(mic, { pmks })).toEqual([{ source: 'other.json', keys: 5 }]);
    const [right] = pmksOf(mic);
    expect(await unmatched(mic, { pmks: [...pmks, { ...right!, source: 'other.json' }] })).toEqual([]);
  });

  it('are those of another run, though WT Counters are the same', async () => {
    const { keys } = captureOf('rekey-option-2', { uu: 'pdcp' }, 9);
    const kenbs = lteKeysOf(keys).kenbs!.map(one => ({ ...one, source: 'wrong.json' }));
    const pmks = pmksOf({ ...pdcp, keys }).map(one => ({ ...one, source: 'wrong.json' }));
    const count = kenbs.length + pmks.length;
    for (const capture of [option2, pdcp])
      expect(await unmatched(capture, { kenbs, pmks })).toEqual([{ source: 'wrong.json', keys: count }]);
  });
});

describe('keys that fit', () => {
  it.each([
    ['a PMK that a MIC is right under', mic, { pmks: pmksOf(mic) }],
    ['a PMK twice', mic, { pmks: [...pmksOf(mic), ...pmksOf(mic).map(one => ({ ...one, source: 'b' }))] }],
    ['a KeNB of PDCP', pdcp, lteKeysOf(pdcp.keys, { first: true })],
    ['a KeNB that an S-KWT on Xw is from', option2, lteKeysOf(option2.keys, { first: true })],
  ])('are not named: %s', async (_, capture, keys) => {
    expect(await unmatched(capture, keys)).toEqual([]);
  });

  it('are not named: a KeNB whose S-KWT is the PMK of a station, without Xw', async () => {
    const packets = option2.packets.filter(({ linkType }) => linkType !== 1);
    expect(await unmatched({ packets }, lteKeysOf(option2.keys, { first: true }))).toEqual([]);
  });

  describe('are not named: a KeNB where no WT Counter is seen', () => {
    const first = lteKeysOf(option2.keys, { first: true });
    const ofLink = (...types: number[]) => option2.packets.filter(({ linkType }) => types.includes(linkType));

    it('but the S-KWT on Xw is from a low one', async () => {
      const packets = ofLink(1);
      expect(await unmatched({ packets }, first)).toEqual([]);
      expect(await unmatched({ packets }, { kenbs: [KENB], kasmes: [KASME] })).toEqual([
        { source: 'KeNB', keys: 1 },
        { source: 'KASME', keys: 1 },
      ]);
    });

    it('but the PMK of the WLAN is from a low one', async () => {
      expect(await unmatched({ packets: ofLink(127) }, { ...first, pmks: pmksOf(option2) })).toEqual([]);
    });

    it('but it could not be tried', async () => {
      const packets = ofLink(127);
      const untried = [{ source: 'KeNB', keys: 1, untried: true }];
      expect(await unmatched({ packets }, { kenbs: [KENB] })).toEqual(untried);
      const pmks = [{ name: 'S-KWT(3)', pmk: wrong, source: 'KeNB' }];
      expect(await unmatched({ packets }, { kenbs: [KENB], pmks })).toEqual([{ source: 'KeNB', keys: 2 }]);
    });
  });

  it('are the same however often they are asked for in between', () => {
    const keys = { kenbs: [KENB] };
    const [asked, left] = [newKeyFits(keys), newKeyFits(keys)];
    for (const fits of [asked, left]) fits.pmk(deriveSKwt(KENB.kenb, 3));
    expect([asked.unmatched(), asked.unmatched()]).toEqual([[], []]);
    for (const fits of [asked, left]) fits.tries();
    expect(left.unmatched()).toEqual([{ source: 'KeNB', keys: 1 }]);
    expect(asked.unmatched()).toEqual(left.unmatched());
    for (const fits of [asked, left]) fits.root(keys.kenbs[0]!);
    expect(asked.unmatched()).toEqual([]);
  });

  it('are not named: a PMK that only Xw shows', async () => {
    const packets = option2.packets.filter(({ linkType }) => linkType === 1);
    expect(await unmatched({ packets }, { pmks: pmksOf(option2) })).toEqual([]);
  });

  describe('are a passphrase that is given without its network, where the capture shows no SSID', () => {
    const PASSPHRASE = 'correct horse';
    const pmk = pskFromPassphrase({ passphrase: PASSPHRASE, ssid: SSID });
    const messages = numbered(allOf(handshake({ pmk, aNonce: 1, sNonce: 2 })));
    const hidden = [beacon(new Uint8Array(3)), ...messages];
    const given = { passphrases: [{ passphrase: PASSPHRASE }] };
    const ap = formatMac(AP);
    const left = (mpdus: readonly Uint8Array[], keys: Keys = given) =>
      reportOnMpdus(mpdus, keys).unmatchedKeys;

    it('which was not tried', () => {
      const untried = [{ source: 'passphrase', keys: 1, untried: true, apsWithoutSsid: [ap] }];
      expect(left(hidden)).toEqual(untried);
      expect(left(messages)).toEqual(untried);
      const pmks = [{ name: 'wrong', pmk: wrong }];
      expect(left(hidden, { ...given, pmks })).toEqual([{ source: 'wrong', keys: 1 }, ...untried]);
    });

    it('or was tried with that of another AP alone', () => {
      const other = [beacon(), ...messages].map(mpdu => ofAp(Uint8Array.of(2, 0, 0, 0, 0x0b, 9), mpdu));
      expect(left([...other, ...hidden])).toEqual([{ source: 'passphrase', keys: 1, apsWithoutSsid: [ap] }]);
      expect(left(other)).toEqual([{ source: 'passphrase', keys: 1 }]);
    });

    it('but not where its network is given, or is known before the next association', () => {
      expect(left(hidden, { passphrases: [{ passphrase: PASSPHRASE, ssid: SSID }] })).toEqual([]);
      expect(left(hidden, { passphrases: [{ passphrase: PASSPHRASE, ssid: 'other' }] })).toEqual([
        { source: 'passphrase', keys: 1 },
      ]);
      const { sessions, unmatchedKeys } = reportOnMpdus([...hidden, beacon()], given);
      expect([sessions[0]!.verdict, unmatchedKeys]).toEqual([
        'Complete under passphrase: 4-way handshake 2–5.',
        [],
      ]);
    });

    it('and none where there is no handshake to try it on', () => {
      expect(left([beacon(new Uint8Array(3)), ...associated.slice(1)])).toEqual([
        { source: 'passphrase', keys: 1 },
      ]);
    });

    it('of several captures, each by itself, if none could try it', () => {
      const [a, b] = [
        reportOnMpdus(hidden, given),
        reportOnMpdus([beacon(), ...numbered(allOf(handshake({ pmk: wrong, aNonce: 1, sNonce: 2 })))], given),
      ];
      expect(joinReports([a, a]).unmatchedKeys).toEqual(a.unmatchedKeys);
      for (const both of [
        [a, b],
        [b, a],
      ])
        expect(joinReports(both).unmatchedKeys).toEqual([
          { source: 'passphrase', keys: 1, apsWithoutSsid: [ap] },
        ]);
    });
  });

  it('are not named: a passphrase whose PSK is right', () => {
    const keys = { passphrases: [{ passphrase: 'password' }, { passphrase: 'passw0rd', source: 'other' }] };
    const fits = newKeyFits(keys);
    const ring = keyRing(keys, fits);
    ring.proven(ring.candidates(Uint8Array.of(1), new Uint8Array(6))[0]!);
    expect(fits.unmatched()).toEqual([{ source: 'other', keys: 1 }]);
  });
});
