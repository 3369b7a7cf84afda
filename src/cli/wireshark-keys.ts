import { toHex } from '../codecs/hex.js';
import { deriveAlgorithmKey } from '../crypto/kdf3gpp.js';
import type { Keys, Rule } from '../validate/index.js';
import { readReport } from './capture-input.js';

/** Octets of a PMK that Wireshark takes (DOT11DECRYPT_WPA_PWD_PSK_LEN). */
const PMK = 32;

/**
 * Reads a capture for S-KWTs: those on Xw, and those of WT Counters on Uu under the KeNBs given; as hex.
 */
async function shownBy(capture: string, keys: Keys): Promise<readonly string[]> {
  const pmks = new Set<string>();
  const collector: Rule = {
    id: 's-kwts',
    severity: 'note',
    clause: 'TS 33.401, A.16',
    explanation: 'Collects the S-KWTs of a capture. It finds nothing.',
    watch: () => ({
      sKwt: event => {
        const all = event.side === 'wt' ? [event] : event.candidates;
        for (const { sKwt } of all) pmks.add(toHex(sKwt));
        return undefined;
      },
    }),
  };
  const { damaged } = await readReport([capture], { keys, rules: [collector] });
  if (damaged.length > 0) process.exitCode = 2;
  return [...pmks];
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

const AES = 2;

/**
 * The options with which Wireshark opens a capture under `keys`, and under the S-KWTs that the capture shows. A KeNB opens
 * PDCP where it has the UE id that the capture calls the UE by. Of a capture that is damaged it says so; the command then ends with 2.
 */
export async function wiresharkOptions(capture: string, keys: Keys): Promise<readonly string[]> {
  const shown = await shownBy(capture, keys);
  const { pmks = [], passphrases = [], kenbs = [] } = keys;
  const given = pmks.filter(({ pmk }) => pmk.length === PMK).map(({ pmk }) => toHex(pmk));
  const wlan = [
    ...[...new Set([...given, ...shown])].map(hex => row('80211_keys', 'wpa-psk', hex)),
    ...passphrases.map(({ passphrase, ssid }) => {
      const text = percent(new TextEncoder().encode(passphrase));
      return row('80211_keys', 'wpa-pwd', ssid === undefined ? text : `${text}:${percent(ssid)}`);
    }),
  ];
  const uu = kenbs.flatMap(({ kenb, pdcpUeId }) => {
    if (pdcpUeId === undefined) return [];
    const [enc, int] = (['rrc-enc', 'rrc-int'] as const).map(use =>
      toHex(deriveAlgorithmKey(kenb, use, AES)),
    );
    return [row('pdcp_lte_ue_keys', `${pdcpUeId}`, enc!, '', int!)];
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
