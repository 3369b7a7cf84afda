import type { Command } from 'commander';
import { fromHex, toHex } from '../codecs/hex.js';
import { akmSuite, PMK_LENGTHS } from '../crypto/akm.js';
import { deriveKenb, deriveKenbStar, deriveNh, deriveSKwt, FC } from '../crypto/kdf3gpp.js';
import { pskFromPassphrase } from '../crypto/psk.js';
import { derivePtk, pmkid } from '../crypto/ptk.js';
import { integerOption, Problem } from './problem.js';

const key =
  (name: string, ...lengths: readonly number[]) =>
  (text: string): Uint8Array => {
    const bytes = fromHex(text, name, { isKey: true });
    if (!lengths.includes(bytes.length))
      throw new Problem(
        `${name}: is to be ${lengths.join(' or ')} ${lengths[0] === 1 ? 'octet' : 'octets'} (${lengths.map(n => 2 * n).join(' or ')} hex digits), not ${bytes.length}`,
      );
    return bytes;
  };

const print = (bytes: Uint8Array): void => {
  process.stdout.write(`${toHex(bytes)}\n`);
};

/** A KASME, what follows from it, and what a PTK is derived from: for the help. */
const KASME = 'fc51582dc1c65f0f2533d98b381b90afeea7171f8b19f17864f43aa4d1cfbdd6';
const KENB = 'f187db71607d3d342ef2c3cef11ee541ade1dd6355d285cf1dbdbef531ec8e5a';
const S_KWT = 'ea9fa8490171751a1323e34abdec9fa54640641f1b2439f99bf121a5620f8fec';
const PEERS = '--aa 02:57:54:00:00:01 --spa 02:55:45:00:00:01';
const NONCES = `--anonce ${'a1'.repeat(32)} --snonce ${'5a'.repeat(32)}`;

/** Octets of the KCK of suites whose PMKID is of it. */
const KCK_LENGTHS = [16, 24];

/** Ends the help of a command. */
const withExample = (command: Command, example: string): Command =>
  command.addHelpText('after', `\nExample:\n  lwa-rekey derive ${example}`);

interface WlanOptions {
  readonly akm: string;
  readonly pmk: Uint8Array;
  readonly aa: Uint8Array;
  readonly spa: Uint8Array;
}

interface PtkOptions extends WlanOptions {
  readonly cipher: string;
  readonly anonce: Uint8Array;
  readonly snonce: Uint8Array;
}

/** `derive …`: one key in hex. */
export function addDeriveCommand(program: Command): void {
  const derive = withExample(program.command('derive'), `s-kwt --wt-counter 2 --kenb ${KENB}`);
  derive.description('derive one key and print it in hex, for scripts');

  withExample(derive.command('kenb'), `kenb --nas-count 0 --kasme ${KASME}`)
    .description('KeNB from KASME (TS 33.401 A.3)')
    .requiredOption('--kasme <hex>', '32 octets', key('--kasme', 32))
    .requiredOption('--nas-count <n>', 'uplink NAS COUNT', integerOption('--nas-count', 0, 0xffffffff))
    .action((o: { kasme: Uint8Array; nasCount: number }) => print(deriveKenb(o.kasme, o.nasCount)));

  withExample(derive.command('nh'), `nh --kasme ${KASME} --sync ${KENB}`)
    .description('the next hop key NH from KASME and the key before it (TS 33.401 A.4)')
    .requiredOption('--kasme <hex>', '32 octets', key('--kasme', 32))
    .requiredOption(
      '--sync <hex>',
      'KeNB for the first NH, otherwise the NH before; 32 octets',
      key('--sync', 32),
    )
    .action((o: { kasme: Uint8Array; sync: Uint8Array }) => print(deriveNh(o.kasme, { syncInput: o.sync })));

  withExample(derive.command('kenb-star'), `kenb-star --pci 275 --earfcn-dl 65536 --kenb ${KENB}`)
    .description('KeNB* from KeNB or NH, for a target cell (TS 33.401 A.5)')
    .option('--kenb <hex>', 'for a horizontal derivation, 32 octets', key('--kenb', 32))
    .option('--nh <hex>', 'for a vertical derivation, 32 octets', key('--nh', 32))
    .requiredOption('--pci <n>', 'physical cell identity of the target', integerOption('--pci', 0, 503))
    .requiredOption(
      '--earfcn-dl <n>',
      'downlink EARFCN of the target',
      integerOption('--earfcn-dl', 0, 262143),
    )
    .action((o: { kenb?: Uint8Array; nh?: Uint8Array; pci: number; earfcnDl: number }) => {
      const from = o.kenb ?? o.nh;
      if (from === undefined || (o.kenb !== undefined && o.nh !== undefined))
        throw new Problem('derive kenb-star: give either --kenb or --nh');
      print(deriveKenbStar(from, o));
    });

  withExample(derive.command('s-kwt'), `s-kwt --wt-counter 2 --kenb ${KENB}`)
    .description('S-KWT, the PMK of the UE and the WT, from KeNB and a WT Counter (TS 33.401 A.16)')
    .requiredOption('--kenb <hex>', '32 octets', key('--kenb', 32))
    .requiredOption('--wt-counter <n>', '0 to 65535', integerOption('--wt-counter', 0, 65535))
    .option(
      '--fc <hex>',
      `the FC of the derivation, for peers that do not use ${toHex(Uint8Array.of(FC.sKwt))}`,
      key('--fc', 1),
    )
    .action((o: { kenb: Uint8Array; wtCounter: number; fc?: Uint8Array }) =>
      print(deriveSKwt(o.kenb, o.wtCounter, o.fc?.[0])),
    );

  withExample(derive.command('psk'), 'psk --passphrase password --ssid IEEE')
    .description('the PSK from a passphrase and an SSID (IEEE 802.11-2020, J.4)')
    .requiredOption('--passphrase <text>', '8 to 63 characters')
    .requiredOption('--ssid <text>', 'SSID of the network')
    .action((o: { passphrase: string; ssid: string }) => print(pskFromPassphrase(o)));

  const wlan = (name: string, what: string, example: string): Command =>
    withExample(derive.command(name), `${name} ${example}`)
      .description(what)
      .requiredOption('--pmk <hex>', '32, 48 or 64 octets', key('--pmk', ...PMK_LENGTHS))
      .requiredOption('--aa <mac>', 'authenticator (AP) address', key('--aa', 6))
      .requiredOption('--spa <mac>', 'supplicant (station) address', key('--spa', 6))
      .option('--akm <suite>', 'AKM suite', '00-0F-AC:2');

  wlan('pmkid', 'the PMKID of a PMK (IEEE 802.11-2020, 12.7.1.3)', `${PEERS} --pmk ${S_KWT}`)
    .option(
      '--kck <hex>',
      'for AKM suites 00-0F-AC:11 (16 octets) and :12 (24), whose PMKID is made from the KCK of a PTK under the PMK',
      key('--kck', ...KCK_LENGTHS),
    )
    .action((o: WlanOptions & { kck?: Uint8Array }) => {
      const keyedBy = akmSuite(o.akm)?.pmkidKey;
      if (keyedBy === 'kck' && o.kck === undefined)
        throw new Problem(`derive pmkid: --akm ${o.akm} goes with --kck`);
      if (keyedBy !== 'kck' && o.kck !== undefined)
        throw new Problem('derive pmkid: --kck goes with --akm 00-0F-AC:11 or 00-0F-AC:12');
      const id = pmkid(o);
      if (id === undefined)
        throw new Problem(`derive pmkid: with AKM ${o.akm} it does not follow from the PMK`);
      print(id);
    });

  wlan('ptk', 'the PTK, KCK || KEK || TK (IEEE 802.11-2020, 12.7.1.3)', `${PEERS} ${NONCES} --pmk ${S_KWT}`)
    .requiredOption('--anonce <hex>', '32 octets', key('--anonce', 32))
    .requiredOption('--snonce <hex>', '32 octets', key('--snonce', 32))
    .option('--cipher <suite>', 'pairwise cipher suite', '00-0F-AC:4')
    .action((o: PtkOptions) => print(derivePtk({ ...o, aNonce: o.anonce, sNonce: o.snonce }).ptk));
}
