import { type Command, Option } from 'commander';
import { readKeysFile } from './keys.js';
import { Problem } from './problem.js';
import { keyDigits } from './secret.js';
import { shellWord } from './shell-word.js';

interface Options {
  readonly keys?: string;
  readonly tool: 'wireshark' | 'tshark';
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

/** Wireshark 4.0 takes no more keys for WLAN (DOT11DECRYPT_MAX_KEYS_NR), and says nothing of the others. */
const MOST_WLAN_KEYS = 64;
const isWlanKey = (option: string): boolean => option.startsWith('uat:80211_keys:');

/** `wireshark`: the command line that opens a generated capture decrypted. It holds keys, as that is its purpose. */
export function addWiresharkCommand(program: Command): void {
  program
    .command('wireshark')
    .description('print the command line that opens a generated capture decrypted; it holds the keys')
    .argument('<capture>', 'that generate wrote')
    .option('--keys <file>', 'its keys file; the one beside it if left out')
    .addOption(
      new Option('--tool <tool>', 'what to open it with')
        .choices(['wireshark', 'tshark'])
        .default('wireshark'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  lwa-rekey generate rekey-option-2 --out out\n  lwa-rekey wireshark out/rekey-option-2.pcapng --tool tshark',
    )
    .action(async (capture: string, { keys, tool }: Options) => {
      const digits = keyDigits(capture);
      if (digits !== undefined)
        throw new Problem(`wireshark: an operand of ${digits} hex digits is no capture`);
      const options = await optionsOf(keys ?? keysBeside(capture));
      const wlanKeys = options.filter(isWlanKey).length;
      if (wlanKeys > MOST_WLAN_KEYS)
        process.stderr.write(
          `lwa-rekey: Wireshark takes ${MOST_WLAN_KEYS} keys for WLAN: what is under the last ${wlanKeys - MOST_WLAN_KEYS} of ${wlanKeys} S-KWTs stays closed there; validate opens it\n`,
        );
      process.stdout.write(`${[tool, ...options, '-r', capture].map(shellWord).join(' ')}\n`);
    });
}
