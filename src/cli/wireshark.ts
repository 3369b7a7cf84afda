import { existsSync } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import type { KeysFile } from '../flows/index.js';
import { addKeyOptions } from './capture-options.js';
import { type KeyOptions, keysOf, readKeysFile } from './keys.js';
import { aboutPath, Problem, tell } from './problem.js';
import { keyDigits } from './secret.js';
import { shellWord } from './shell-word.js';
import { wiresharkOptions } from './wireshark-keys.js';

interface Options extends KeyOptions {
  readonly tool: 'wireshark' | 'tshark';
  readonly dissectors: boolean;
  readonly folder?: boolean;
  readonly pdcpSnBits?: string;
}

/** Where `generate` puts the keys of a capture: beside it, under the name of its scenario. */
const keysBeside = (capture: string): string =>
  `${capture.replace(/(\.(uu|xw|wlan)\.pcap|\.pcapng)$/, '')}.keys.json`;

/** Options of the command line: those of any Wireshark, and those that go with the dissectors. */
type LineOptions = Pick<KeysFile['wireshark'], 'options'> & Partial<KeysFile['wireshark']>;

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(one => typeof one === 'string');

/** What a keys file says of Wireshark's options; undefined for one that has keys alone. @throws Problem */
async function optionsIn(path: string): Promise<LineOptions | undefined> {
  const { wireshark, pmks } = await readKeysFile<{
    wireshark: { readonly [name: string]: unknown } | null;
    pmks: unknown;
  }>(path);
  const { options, dissectorOptions = [] } = wireshark ?? {};
  if (isTexts(options) && isTexts(dissectorOptions)) {
    requireOwn(options, OWN_OPTIONS, `${path}: wireshark.options`);
    requireOwn(dissectorOptions, OWN_DISSECTOR_OPTIONS, `${path}: wireshark.dissectorOptions`);
    return { options, dissectorOptions };
  }
  if (Array.isArray(pmks)) return undefined;
  throw new Problem(
    `${path}: has no "wireshark" options, and no "pmks": not a keys file as generate writes it`,
  );
}

/** The keys file to take the options of: the only one that is named, or the one beside the capture where no key is. */
async function optionsOf(capture: string, given: KeyOptions): Promise<LineOptions | undefined> {
  const { keys = [], ...others } = given;
  const beside = keysBeside(capture);
  const isAlone = Object.values(others).every(list => list === undefined);
  if (!isAlone || keys.length > 1) return undefined;
  if (keys.length === 1) return optionsIn(keys[0]!);
  if (!existsSync(beside)) return undefined;
  return optionsIn(beside).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(`${error.message}; --keys names the keys file of a capture that generate wrote`);
  });
}

type OwnOptions = readonly (readonly [name: string, value: RegExp])[];

/** The options that `generate` writes, keys and preferences: each in two words. */
const OWN_OPTIONS: OwnOptions = [
  ['-o', /^wlan_radio\.tsf_at_end:FALSE$/],
  ['-o', /^wlan\.enable_decryption:TRUE$/],
  ['-o', /^uat:80211_keys:"wpa-psk","[\da-f]+"$/],
  ['--enable-heuristic', /^pdcp_lte_udp$/],
  [
    '-o',
    /^pdcp-lte\.(?:check_sequence_numbers|default_ciphering_algorithm|default_integrity_algorithm):[\w ()-]+$/,
  ],
  ['-o', /^uat:pdcp_lte_ue_keys:"\d+","[\da-f]+","","[\da-f]+"$/],
];
const OWN_DISSECTOR_OPTIONS: OwnOptions = [['-o', /^lwaap\.pdcp_sn_length:\d+$/]];

/**
 * A keys file may come from anyone, and Wireshark has options that write files and run code. @throws Problem for any that
 * `generate` does not write; it is not quoted, as it may hold a key
 */
function requireOwn(options: readonly string[], allowed: OwnOptions, place: string): void {
  for (let i = 0; i < options.length; i += 2) {
    const [name, value = ''] = options.slice(i, i + 2);
    if (!allowed.some(([own, values]) => own === name && values.test(value)))
      throw new Problem(`${place}[${i}] is none that generate writes: it is not passed on`);
  }
}

/**
 * A command line in `eval "$(…)"` loses the exit code, so there is none for a capture that cannot be opened.
 * @throws Problem for one that is not there or may not be read, and for a folder
 */
async function requireReadable(capture: string): Promise<void> {
  if (capture === '-') return;
  try {
    await access(capture, constants.R_OK);
    if ((await stat(capture)).isDirectory()) throw new Problem(`${capture}: is a folder, a file is needed`);
  } catch (error) {
    throw aboutPath(error, capture);
  }
}

/** Of the Lua dissectors and the profile: in the package, beside `dist`. */
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'wireshark');
/** What lets Wireshark dissect Xw too: XwAP, and LWAAP on WLAN and in GTP-U. */
const DISSECTORS = ['-X', `lua_script:${join(FOLDER, 'lwa-rekey.lua')}`, '-o', 'gtp.dissect_tpdu_as:Custom'];

/** Lengths of sequence numbers of data radio bearers (TS 36.323, 6.2.3, 6.2.4, 6.2.9 and 6.2.11). */
const SN_BITS = ['7', '12', '15', '18'];

/** Wireshark 4.0 takes no more keys for WLAN (DOT11DECRYPT_MAX_KEYS_NR), and says nothing of the others. */
const MOST_WLAN_KEYS = 64;
const isWlanKey = (option: string): boolean => option.startsWith('uat:80211_keys:');

/** `wireshark`: the command line that opens a generated capture decrypted. It holds keys, as that is its purpose. */
export function addWiresharkCommand(program: Command): void {
  const command = program
    .command('wireshark')
    .description(
      'print a command line that opens a capture decrypted, with keys as validate takes them; the command line holds the keys',
    )
    .argument('[capture]', 'one that generate wrote, or your own');
  addKeyOptions(
    command,
    'its keys file; without any key option, the keys file beside the capture, or else the S-KWTs on Xw',
  )
    .addOption(
      new Option('--tool <tool>', 'program to open it with')
        .choices(['wireshark', 'tshark'])
        .default('wireshark'),
    )
    .option(
      '--no-dissectors',
      'leave out the Lua dissectors of XwAP and LWAAP, which Wireshark does not know',
    )
    .addOption(
      new Option(
        '--pdcp-sn-bits <bits>',
        'length of the PDCP sequence numbers in LWAAP, which the PDUs do not tell (default: that of the keys file, or 18)',
      ).choices(SN_BITS),
    )
    .option('--folder', 'print the folder of the dissectors and of a profile instead')
    .addHelpText(
      'after',
      '\nExample:\n  lwa-rekey generate rekey-option-2 --out out\n  lwa-rekey wireshark out/rekey-option-2.pcapng --tool tshark',
    )
    .action(async (capture: string | undefined, { tool, dissectors, folder, ...rest }: Options) => {
      const { pdcpSnBits, ...given } = rest;
      if (folder === true) {
        if (capture !== undefined) throw new Problem('wireshark: give a capture or --folder, not both');
        process.stdout.write(`${FOLDER}\n`);
        return;
      }
      if (capture === undefined) throw new Problem('wireshark: name a capture, or give --folder');
      if (pdcpSnBits !== undefined && !dissectors)
        throw new Problem(
          'wireshark: --pdcp-sn-bits is for the dissectors, which --no-dissectors leaves out',
        );
      const digits = keyDigits(capture);
      if (digits !== undefined)
        throw new Problem(`wireshark: an operand of ${digits} hex digits is no capture`);
      const ready = await optionsOf(capture, given);
      // It is read for its keys, and could not be read again.
      if (ready === undefined && capture === '-')
        throw new Problem(
          'wireshark: for standard input name a keys file that generate wrote, with --keys; else the capture is to be a file',
        );
      const keys = ready === undefined ? await keysOf(given, []) : {};
      await requireReadable(capture);
      const { options, dissectorOptions = [] } = ready ?? { options: await wiresharkOptions(capture, keys) };
      if (options.length === 0)
        tell(
          `${Object.values(given).every(list => list === undefined) ? 'no key is given, and the capture shows none' : 'of the keys given none is one that Wireshark takes, and the capture comes to none'}: what is ciphered stays so`,
        );
      const wlanKeys = options.filter(isWlanKey).length;
      if (wlanKeys > MOST_WLAN_KEYS)
        tell(
          `Wireshark takes ${MOST_WLAN_KEYS} keys for WLAN: what is under the last ${wlanKeys - MOST_WLAN_KEYS} of ${wlanKeys} stays closed there; validate opens it`,
        );
      const forLwaap =
        pdcpSnBits === undefined ? dissectorOptions : ['-o', `lwaap.pdcp_sn_length:${pdcpSnBits}`];
      const words = [tool, ...(dissectors ? [...DISSECTORS, ...forLwaap] : []), ...options, '-r', capture];
      process.stdout.write(`${words.map(shellWord).join(' ')}\n`);
    });
}
