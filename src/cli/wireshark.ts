import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import { readKeysFile } from './keys.js';
import { Problem, tell } from './problem.js';
import { keyDigits } from './secret.js';
import { shellWord } from './shell-word.js';

interface Options {
  readonly keys?: string;
  readonly tool: 'wireshark' | 'tshark';
  readonly dissectors: boolean;
  readonly folder?: boolean;
}

/** Where `generate` puts the keys of a capture: beside it, under the name of its scenario. */
const keysBeside = (capture: string): string =>
  `${capture.replace(/(\.(uu|xw|wlan)\.pcap|\.pcapng)$/, '')}.keys.json`;

async function optionsOf(path: string): Promise<readonly string[]> {
  const { wireshark } = await readKeysFile<{ wireshark: { options?: unknown } | null }>(path);
  const options = wireshark?.options;
  if (!Array.isArray(options) || !options.every(option => typeof option === 'string'))
    throw new Problem(`${path}: has no "wireshark" options: not a keys file as generate writes it`);
  return options;
}

/** Of the Lua dissectors and the profile: in the package, beside `dist`. */
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'wireshark');
/** What lets Wireshark dissect Xw too: XwAP, and LWAAP on WLAN and in GTP-U. */
const DISSECTORS = ['-X', `lua_script:${join(FOLDER, 'lwa-rekey.lua')}`, '-o', 'gtp.dissect_tpdu_as:Custom'];

/** Wireshark 4.0 takes no more keys for WLAN (DOT11DECRYPT_MAX_KEYS_NR), and says nothing of the others. */
const MOST_WLAN_KEYS = 64;
const isWlanKey = (option: string): boolean => option.startsWith('uat:80211_keys:');

/** `wireshark`: the command line that opens a generated capture decrypted. It holds keys, as that is its purpose. */
export function addWiresharkCommand(program: Command): void {
  program
    .command('wireshark')
    .description('print the command line that opens a generated capture decrypted; it holds the keys')
    .argument('[capture]', 'that generate wrote')
    .option('--keys <file>', 'its keys file; the one beside it if left out')
    .addOption(
      new Option('--tool <tool>', 'what to open it with')
        .choices(['wireshark', 'tshark'])
        .default('wireshark'),
    )
    .option(
      '--no-dissectors',
      'leave out the Lua dissectors of XwAP and LWAAP, which Wireshark does not know',
    )
    .option('--folder', 'print the folder of the dissectors and of a profile instead')
    .addHelpText(
      'after',
      '\nExample:\n  lwa-rekey generate rekey-option-2 --out out\n  lwa-rekey wireshark out/rekey-option-2.pcapng --tool tshark',
    )
    .action(async (capture: string | undefined, { keys, tool, dissectors, folder }: Options) => {
      if (folder === true) {
        if (capture !== undefined) throw new Problem('wireshark: give a capture or --folder, not both');
        process.stdout.write(`${FOLDER}\n`);
        return;
      }
      if (capture === undefined) throw new Problem('wireshark: name a capture, or give --folder');
      const digits = keyDigits(capture);
      if (digits !== undefined)
        throw new Problem(`wireshark: an operand of ${digits} hex digits is no capture`);
      const options = await optionsOf(keys ?? keysBeside(capture)).catch((error: unknown) => {
        if (keys !== undefined || !(error instanceof Problem)) throw error;
        throw new Problem(`${error.message}; --keys names the keys file of a capture that generate wrote`);
      });
      const wlanKeys = options.filter(isWlanKey).length;
      if (wlanKeys > MOST_WLAN_KEYS)
        tell(
          `Wireshark takes ${MOST_WLAN_KEYS} keys for WLAN: what is under the last ${wlanKeys - MOST_WLAN_KEYS} of ${wlanKeys} S-KWTs stays closed there; validate opens it`,
        );
      const words = [tool, ...(dissectors ? DISSECTORS : []), ...options, '-r', capture];
      process.stdout.write(`${words.map(shellWord).join(' ')}\n`);
    });
}
