import { ssidOctets } from '../codecs/dot11/ssid.js';
import { toHex } from '../codecs/hex.js';
import { rrcKeysOf } from '../crypto/rrc-keys.js';
import type { Keys, Rule } from '../validate/index.js';
import { readReport } from './capture-report.js';

/** Octets of a PMK that Wireshark 4.0 takes; it refuses a row of another one. */
const PMKS: readonly number[] = [32, 48];
/** Octets of a PMK from which it derives what AKMs with SHA-1 and SHA-256 need; under longer ones much stays closed. */
const PMK = 32;

/** Keys that a capture comes to, as hex. */
interface Found {
  /** S-KWTs: those on Xw, and those of WT Counters on Uu under the KeNBs given. */
  readonly pmks: readonly string[];
  /**
   * TKs and GTKs of associations under a PMK of other than 32 octets; and GTKs of MLDs, whose other frames Wireshark 4.6 does not
   * open under any key.
   */
  readonly tks: readonly string[];
}

/** Reads a capture under `keys`. Of one that is damaged it says so. */
async function foundIn(capture: string, keys: Keys): Promise<Found> {
  const pmks = new Set<string>();
  const tks = new Set<string>();
  const collector: Rule = {
    id: 'keys',
    severity: 'note',
    clause: 'TS 33.401, A.16; IEEE 802.11-2020, 12.7.1.3',
    explanation: 'Collects the keys of a capture. It finds nothing.',
    watch: session => ({
      sKwt: event => {
        const all = event.side === 'wt' ? [event] : event.candidates;
        for (const { sKwt } of all) pmks.add(toHex(sKwt));
        return undefined;
      },
      run: ({ run: { ptk } }) => {
        if (ptk === undefined) return undefined;
        const isClosed = ptk.pmk.pmk.length !== PMK;
        if (!isClosed && ptk.mld === undefined) return undefined;
        if (isClosed) tks.add(toHex(ptk.ptk.subarray(ptk.kck.length + ptk.kek.length)));
        for (const { kind, octets } of session.found) if (kind === 'gtk') tks.add(toHex(octets));
        return undefined;
      },
    }),
  };
  const { damaged } = await readReport([capture], { keys, rules: [collector] });
  if (damaged.length > 0) process.exitCode = 2;
  return { pmks: [...pmks], tks: [...tks] };
}

/** A text as a field of a row of Wireshark's tables: between quotes, with what it would take for an escape or an end escaped. */
const field = (text: string): string =>
  `"${text.replace(/[\\"]|[^ -~]/gu, one => [...new TextEncoder().encode(one)].map(octet => `\\x${octet.toString(16).padStart(2, '0')}`).join(''))}"`;

const row = (table: string, ...fields: readonly string[]): readonly string[] => [
  '-o',
  `uat:${table}:${fields.map(field).join(',')}`,
];

/** `%XX` for what a passphrase or SSID may not hold in Wireshark's `passphrase:ssid`. */
const percent = (octets: Uint8Array): string =>
  Array.from(octets, octet =>
    /[\w.~ -]/.test(String.fromCharCode(octet))
      ? String.fromCharCode(octet)
      : `%${octet.toString(16).padStart(2, '0')}`,
  ).join('');

/**
 * The options with which Wireshark opens a capture under `keys`, and under the S-KWTs that the capture shows: as PMKs, and as
 * TKs and GTKs where Wireshark does not come to these. A KeNB opens PDCP where it has the UE id that the capture calls the UE by.
 * Of a capture that is damaged it says so; the command then ends with 2.
 */
export async function wiresharkOptions(capture: string, keys: Keys): Promise<readonly string[]> {
  const found = await foundIn(capture, keys);
  const { pmks = [], passphrases = [], kenbs = [] } = keys;
  const given = pmks.filter(({ pmk }) => PMKS.includes(pmk.length)).map(({ pmk }) => toHex(pmk));
  const wlan = [
    ...[...new Set([...given, ...found.pmks])].map(hex => row('80211_keys', 'wpa-psk', hex)),
    ...passphrases.map(({ passphrase, ssid }) => {
      const text = percent(new TextEncoder().encode(passphrase));
      return row('80211_keys', 'wpa-pwd', ssid === undefined ? text : `${text}:${percent(ssidOctets(ssid))}`);
    }),
    ...found.tks.map(hex => row('80211_keys', 'tk', hex)),
  ];
  const uu = kenbs.flatMap(({ kenb, pdcpUeId }) => {
    if (pdcpUeId === undefined) return [];
    const { integrity, ciphering } = rrcKeysOf(kenb);
    return [row('pdcp_lte_ue_keys', `${pdcpUeId}`, toHex(ciphering), '', toHex(integrity))];
  });
  return [...(wlan.length === 0 ? [] : ['-o', 'wlan.enable_decryption:TRUE']), ...wlan.flat(), ...pdcp(uu)];
}

/** What PDCP needs beside the keys, as in the keys files of `generate`. */
const pdcp = (rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0
    ? []
    : [
        ...['--enable-heuristic', 'pdcp_lte_udp'],
        ...['-o', 'pdcp-lte.check_sequence_numbers:Only-PDCP-frames'],
        ...['-o', 'pdcp-lte.default_ciphering_algorithm:EEA2 (AES)'],
        ...['-o', 'pdcp-lte.default_integrity_algorithm:EIA2 (AES)'],
        ...rows.flat(),
      ];
