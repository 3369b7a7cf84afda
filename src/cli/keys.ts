import { EncodeError } from '../codecs/error.js';
import { fromHex } from '../codecs/hex.js';
import { PMK_LENGTHS } from '../crypto/akm.js';
import { ofLengthWithin } from '../crypto/check.js';
import { deriveKenb, deriveSKwt } from '../crypto/kdf3gpp.js';
import { requirePassphrase } from '../crypto/psk.js';
import type { KeyEntries, Keys, NamedPmk, NetworkPassphrase } from '../validate/index.js';
import { keysOfFile, requireKenb, requirePmk } from '../validate/keys/keys-file.js';
import { readJsonFile } from './json-input.js';
import { Problem } from './problem.js';
import { keyDigits } from './secret.js';

/** The options that name keys. */
export interface KeyOptions {
  readonly keys?: readonly string[];
  readonly pmk?: readonly NamedPmk[];
  readonly kenb?: readonly GivenKey[];
  readonly kasme?: readonly GivenKey[];
  readonly nasCount?: readonly number[];
  readonly earfcnDl?: readonly number[];
  readonly wtCounter?: readonly number[];
  readonly passphrase?: readonly string[];
  readonly ssid?: readonly string[];
}

/** A key of 32 octets, and what it is to be called, if that was said. */
interface GivenKey {
  readonly name: string | undefined;
  readonly octets: Uint8Array;
}

const MAX_SSID = 32;

/** Whether a text is of no use but as a passphrase: of hex digits it has too few to be a key with a slip. */
const isPassphrase = (text: string): boolean =>
  /^[ -~]{8,63}$/.test(text) && /[^\da-f :-]/i.test(text) && keyDigits(text) === undefined;

/** `[NAME=]HEX`; without a name it is called by its number. @throws Problem */
export function namedPmk(text: string, before: readonly NamedPmk[]): NamedPmk {
  const [, name = `PMK${before.length + 1}`, hex = ''] = /^(?:([^=]+)=)?(.*)$/s.exec(text)!;
  if (isPassphrase(hex)) throw new Problem('--pmk: is to be hex digits; a passphrase goes with --passphrase');
  const pmk = fromHex(hex, '--pmk', { isKey: true });
  requirePmk('--pmk', pmk);
  return { name, pmk };
}

/** `[NAME=]HEX`, a key of 32 octets, with those before. @throws Problem */
export const key32 =
  (option: string) =>
  (text: string, before: readonly GivenKey[] = []): readonly GivenKey[] => {
    const [, name, hex = ''] = /^(?:([^=]+)=)?(.*)$/s.exec(text)!;
    const octets = fromHex(hex, option, { isKey: true });
    requireKenb(option, octets);
    return [...before, { name, octets }];
  };

/** `NAME`; `NAME #2` where there are several. */
const numbered = (name: string, i: number, { length }: { readonly length: number }): string =>
  length === 1 ? name : `${name} #${i + 1}`;

/** Keys as they are called, and where they came from: the option, with what tells one from others of it. */
const calledKeys = (option: string, name: string, given: readonly GivenKey[]) =>
  given.map((one, i) => {
    const called = one.name ?? numbered(name, i, given);
    const isOnly = one.name === undefined && given.length === 1;
    return { name: called, octets: one.octets, source: isOnly ? option : `${option} ${called}` };
  });

/** Whether an operand is a further PMK, with separators or without: `--pmk A B` is as good as `--pmk A --pmk B`. */
export function looksLikePmk(operand: string): boolean {
  const [, hex] = /^(?:[^=/]+=)?([0-9a-f][0-9a-f :-]*)$/i.exec(operand) ?? [];
  return hex !== undefined && PMK_LENGTHS.includes(hex.replace(/[ :-]/g, '').length / 2);
}

/** What a keys file holds, whatever that is; `{}` for null. @throws Problem for what is no JSON, or cannot be read */
export async function readKeysFile<T extends object>(path: string): Promise<Partial<T>> {
  return ((await readJsonFile(path, 'a keys file as generate writes it')) ?? {}) as Partial<T>;
}

/** The keys of the file at `path`. @throws Problem */
async function readKeys(path: string): Promise<ReturnType<typeof keysOfFile>> {
  const file = await readKeysFile<KeyEntries>(path);
  try {
    return keysOfFile(file as KeyEntries, path);
  } catch (error) {
    if (error instanceof EncodeError) throw new Problem(`${path}: ${error.message}`);
    throw error;
  }
}

/** The keys that the options name, and the operands that are keys. @throws Problem */
export async function keysOf(options: KeyOptions, operands: readonly string[]): Promise<Keys> {
  const { keys = [], nasCount = [], earfcnDl = [], wtCounter = [], passphrase = [], ssid = [] } = options;
  const kenbs = calledKeys('--kenb', 'KeNB', options.kenb ?? []);
  const kasmes = calledKeys('--kasme', 'KASME', options.kasme ?? []);
  const hasLteKey = kenbs.length > 0 || kasmes.length > 0;
  if (ssid.length > 0 && passphrase.length === 0) throw new Problem('--ssid goes with --passphrase');
  if (wtCounter.length > 0 && !hasLteKey) throw new Problem('--wt-counter goes with --kenb or --kasme');
  if (nasCount.length > 0 && kasmes.length === 0) throw new Problem('--nas-count goes with --kasme');
  if (earfcnDl.length > 0 && !hasLteKey && keys.length === 0)
    throw new Problem('--earfcn-dl goes with --kenb, --kasme or --keys');
  const named = [...(options.pmk ?? [])];
  for (const operand of operands) named.push(namedPmk(operand, named));
  const files = await Promise.all(keys.map(readKeys));
  const nasCounts = nasCount.length === 0 ? [0] : nasCount;
  const roots = [
    ...kenbs,
    ...kasmes.flatMap(({ name, octets, source }) =>
      nasCounts.map(count => ({ name: `KeNB of ${name}`, octets: deriveKenb(octets, count), source })),
    ),
  ];
  const sKwtName = (kenb: string, count: number): string =>
    roots.length === 1 && kenbs.length === 1 ? `S-KWT(${count})` : `S-KWT(${kenb}, ${count})`;
  return {
    pmks: [
      ...named.map(one => ({ ...one, source: `--pmk ${one.name}` })),
      ...files.flatMap(({ pmks }) => pmks),
      ...roots.flatMap(({ name, octets, source }) =>
        wtCounter.map(count => ({ name: sKwtName(name, count), pmk: deriveSKwt(octets, count), source })),
      ),
    ],
    kenbs: [
      ...kenbs.map(({ octets, ...rest }) => ({ ...rest, kenb: octets })),
      ...files.flatMap(({ kenbs }) => kenbs),
    ],
    kasmes: kasmes.flatMap(({ octets, ...rest }) =>
      nasCounts.map(uplinkNasCount => ({
        ...rest,
        kasme: octets,
        uplinkNasCount,
      })),
    ),
    earfcns: earfcnDl,
    passphrases: passphrasesOf(passphrase, ssid),
  };
}

/** Each passphrase, for each network that is named. @throws Problem */
function passphrasesOf(passphrases: readonly string[], ssids: readonly string[]): NetworkPassphrase[] {
  const networks = ssids.map(ssid => new TextEncoder().encode(ssid));
  for (const ssid of networks) ofLengthWithin('--ssid', ssid, 0, MAX_SSID);
  return passphrases.flatMap((passphrase, i) => {
    requirePassphrase(passphrase, '--passphrase');
    const source = numbered('--passphrase', i, passphrases);
    const one = { name: source.slice(2), passphrase, source };
    return networks.length === 0 ? [one] : networks.map(ssid => ({ ...one, ssid }));
  });
}
