import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { manifestOf } from '../manifest.js';
import { capinfos, tshark, wireshark } from '../wireshark.js';
import { cli, fixturePath, QUIET } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

wireshark.describe('the command line that wireshark prints', () => {
  it.each(['gsmtap', 'pdcp'])('opens a capture decrypted, in a shell as it is: %s', uu => {
    const out = join(folder, `it's ${uu}`);
    cli(['generate', 'rekey-option-2', '--out', out, '--uu', uu, '--set', 'durationMs=1500']);
    const capture = join(out, 'rekey-option-2.pcapng');
    const { status, stdout } = cli(['wireshark', capture, '--tool', 'tshark']);
    expect(status).toBe(0);
    const fields =
      '-T fields -e lte-rrc.lwa_WT_Counter_r13 -e gtp.teid -e lwaap.DRBID -e llc.type -e xwap.message';
    const filter = "'lte-rrc.lwa_WT_Counter_r13 || lwaap || xwap'";
    const shell = spawnSync('sh', ['-c', `${stdout.trim()} -Y ${filter} ${fields}`], { encoding: 'utf8' });
    expect(shell.status).toBe(0);
    const rows = shell.stdout.trimEnd().split('\n');
    expect(rows.filter(row => row.startsWith('0')).length).toBe(2);
    expect(rows.filter(row => row.endsWith('\t1\t0x9e65\t')).length).toBeGreaterThan(300);
    expect(rows.filter(row => row.startsWith('\t0x00000001\t1\t')).length).toBeGreaterThan(300);
    expect(rows.filter(row => row.endsWith('\tWTModificationRequest')).length).toBe(1);
    expect(cli(['wireshark', capture]).stdout).toBe(stdout.replace(/^tshark/, 'wireshark'));
    // The keys file alone says what is left.
    const without = cli(['wireshark', capture, '--no-dissectors']).stdout;
    expect(without).not.toMatch(/lua|gtp|lwaap/);
    expect(stdout.replace(/^tshark -X \S+ -o gtp\S+ -o lwaap\S+ /, 'wireshark ')).toBe(without);
  });

  it('tells the dissector of LWAAP how long the sequence numbers of PDCP are, of itself or as it is told', () => {
    const out = join(folder, 'short');
    cli([
      ...['generate', 'rekey-option-2', '--out', out],
      ...['--set', 'pdcpSnBits=12', '--set', 'durationMs=1500'],
    ]);
    const beside = join(out, 'rekey-option-2.pcapng');
    const alone = join(folder, 'short.pcapng');
    cpSync(beside, alone);
    for (const args of [[beside], [alone, '--pdcp-sn-bits', '12']]) {
      const line = cli(['wireshark', ...args, '--tool', 'tshark']).stdout;
      const fields = "-Y 'lwaap && gtp' -T fields -e lwaap.pdcp.SN";
      const { status, stdout } = spawnSync('sh', ['-c', `${line.trim()} ${fields}`], { encoding: 'utf8' });
      expect(status).toBe(0);
      const numbers = new Set(stdout.trimEnd().split('\n').map(Number));
      expect([...numbers].slice(0, 3)).toEqual([0, 1, 2]);
      expect(Math.max(...numbers)).toBe(numbers.size - 1);
    }
    const told = cli(['wireshark', beside, '--pdcp-sn-bits', '15']).stdout;
    expect(told.match(/lwaap\S+/g)).toEqual(['lwaap.pdcp_sn_length:15']);
  });

  it('loads the dissectors from wherever the package is, and says where', () => {
    const home = join(folder, "it's a package");
    mkdirSync(home);
    for (const part of ['dist', 'wireshark', 'package.json'])
      cpSync(part, join(home, part), { recursive: true });
    symlinkSync(resolve('node_modules'), join(home, 'node_modules'));
    const there = (args: readonly string[]): string =>
      spawnSync(process.execPath, [join(home, 'dist', 'cli', 'main.js'), ...args], { encoding: 'utf8' })
        .stdout;
    expect(there(['wireshark', '--folder'])).toBe(`${join(home, 'wireshark')}\n`);
    const out = join(folder, 'moved');
    cli(['generate', 'rekey-option-2', ...QUIET, '--out', out]);
    const line = there(['wireshark', join(out, 'rekey-option-2.pcapng'), '--tool', 'tshark']);
    const shell = spawnSync('sh', ['-c', `${line.trim()} -T fields -e xwap.message`], { encoding: 'utf8' });
    expect(shell.stdout.split('\n')).toContain('WTModificationRequest');
  });

  it.each([
    [32, ''],
    [33, /takes 64 keys for WLAN: .* the last 2 of 66 stays closed/],
  ])('says what Wireshark does not open of %i UEs', (ues, said) => {
    const out = join(folder, 'many');
    cli(['generate', 'rekey-option-2', ...QUIET, '--ues', `${ues}`, '--out', out]);
    const { status, stdout, stderr } = cli(['wireshark', join(out, 'rekey-option-2.pcapng')]);
    expect(status).toBe(0);
    expect(stdout.split('80211_keys').length - 1).toBe(2 * ues);
    expect(stderr).toMatch(said === '' ? /^$/ : said);
  });

  it('opens the pcap of a link with the keys beside it; tshark reads each', () => {
    const out = join(folder, 'links');
    cli(['generate', 'rekey-option-2', '--out', out, '--format', 'pcap', '--set', 'durationMs=1500']);
    for (const [link, type] of Object.entries({ uu: 'rawip', xw: 'ether', wlan: 'ieee-802-11-radiotap' })) {
      const path = join(out, `rekey-option-2.${link}.pcap`);
      expect(cli(['wireshark', path]).stdout).toContain('80211_keys');
      expect(capinfos(['-E', '-T', '-r', path])).toContain(type);
      expect(tshark(['-r', path, '-Y', '_ws.malformed || _ws.expert.severity >= 0x00600000'])).toBe('');
    }
  });
});

wireshark.describe("a capture of one's own", () => {
  const capture = fixturePath('captures/e2-pmk-change-opt1-ap-first-set-wpa-psk-rekey-cmd.pcap');
  const pmks = Object.entries(manifestOf('captures').find(({ file }) => capture.endsWith(file))!.pmks).map(
    ([name, hex]) => ({ name, hex }),
  );
  /** How many frames tshark opens with the line that is printed. */
  const opened = (...args: string[]): number => {
    const { status, stdout } = cli(['wireshark', '--tool', 'tshark', ...args]);
    expect(status).toBe(0);
    const shell = spawnSync('sh', ['-c', `${stdout.trim()} -Y 'wlan.fc.protected == 1 && llc'`], {
      encoding: 'utf8',
    });
    expect({ status: shell.status, stderr: shell.stderr.replace(/^Running as user.*\n/, '') }).toEqual({
      status: 0,
      stderr: '',
    });
    return shell.stdout.split('\n').length - 1;
  };

  it('is opened under keys as validate takes them', () => {
    const given = pmks.flatMap(({ name, hex }) => ['--pmk', `${name}=${hex}`]);
    const all = opened(capture, ...given);
    expect(all).toBeGreaterThan(10);
    const keys = join(folder, 'own.json');
    writeFileSync(keys, JSON.stringify({ pmks }));
    expect(opened(capture, '--keys', keys)).toBe(all);
    expect(opened(capture, '--keys', keys, '--pmk', 'ab'.repeat(32))).toBe(all);
    expect(opened(capture, '--passphrase', 'a "b":c\\d%41', '--ssid', 'x,"y":z')).toBe(0);
  });

  it.each(['suiteb192', 'owe-g20', 'owe-g21'])('is opened under a PMK of 48 or 64 octets: %s', name => {
    const file = `${name}.pcap`;
    const one = manifestOf('captures/lab').find(capture => capture.file === file)!;
    const args = Object.values(one.pmks).flatMap(hex => ['--pmk', hex]);
    expect(opened(fixturePath(`captures/lab/${file}`), ...args)).toBe(one.protected_data.frames);
  });

  it('is opened under the GTK of each link, where it has multi-link operation', () => {
    const file = 'ccmp.pcap';
    const { pmks } = manifestOf('captures/mlo').find(capture => capture.file === file)!;
    const args = Object.values(pmks).flatMap(hex => ['--pmk', hex]);
    // 11 frames that the AP sent to groups, on both links.
    expect(opened(fixturePath(`captures/mlo/${file}`), ...args)).toBe(22);
  });

  it('says of a key that Wireshark does not take that it is none', () => {
    for (const args of [
      ['--pmk', 'ab'.repeat(64)],
      ['--kenb', 'ab'.repeat(32)],
    ])
      expect(cli(['wireshark', capture, ...args])).toMatchObject({
        status: 0,
        stderr:
          'lwa-rekey: of the keys given none is one that Wireshark takes, and the capture comes to none: what is ciphered stays so\n',
      });
  });

  it('is opened under the S-KWTs that it shows, or that follow from a KeNB', () => {
    const out = join(folder, 'own');
    cli(['generate', 'rekey-option-2', '--out', out, '--set', 'durationMs=1500']);
    const beside = opened(join(out, 'rekey-option-2.pcapng'));
    expect(beside).toBeGreaterThan(300);
    const own = join(folder, 'own.pcapng');
    cpSync(join(out, 'rekey-option-2.pcapng'), own);
    expect(opened(own)).toBe(beside);
    cli(['generate', 'rekey-option-2', '--out', out, '--set', 'durationMs=1500', '--format', 'pcap']);
    const [first] = JSON.parse(readFileSync(join(out, 'rekey-option-2.keys.json'), 'utf8')).kenbs;
    const wlan = join(folder, 'own.wlan.pcap');
    cpSync(join(out, 'rekey-option-2.wlan.pcap'), wlan);
    expect(opened(wlan, '--kenb', first.hex, '--wt-counter', '0')).toBeGreaterThan(100);
  });

  it('is opened on Uu under a KeNB with its UE id', () => {
    const out = join(folder, 'own-pdcp');
    cli(['generate', 'rekey-option-2', ...QUIET, '--out', out, '--uu', 'pdcp']);
    const path = join(out, 'rekey-option-2.pcapng');
    const { kenbs, wireshark: beside } = JSON.parse(
      readFileSync(join(out, 'rekey-option-2.keys.json'), 'utf8'),
    );
    const keys = join(out, 'own.json');
    writeFileSync(keys, JSON.stringify({ pmks: [], kenbs }));
    const { stdout } = cli(['wireshark', path, '--keys', keys]);
    for (const row of beside.options.filter((one: string) => one.startsWith('uat:pdcp')))
      expect(stdout).toContain(row);
  });

  it('is printed with the dissectors alone where no key is known', () => {
    const { status, stdout, stderr } = cli(['wireshark', capture]);
    expect([status, stderr]).toEqual([
      0,
      'lwa-rekey: no key is given, and the capture shows none: what is ciphered stays so\n',
    ]);
    expect(stdout).toMatch(/^wireshark -X \S+lwa-rekey\.lua -o \S+ -r \S+\n$/);
  });

  it('is none for a capture that cannot be opened, whatever the keys: a shell would run it all the same', () => {
    const keys = join(folder, 'nosuch.keys.json');
    writeFileSync(keys, JSON.stringify({ pmks: [], wireshark: { options: [] } }));
    const given = [['--pmk', 'ab'.repeat(32)], ['--keys', keys], []];
    for (const options of given)
      expect(cli(['wireshark', join(folder, 'nosuch.pcapng'), ...options])).toEqual({
        status: 2,
        stdout: '',
        stderr: `lwa-rekey: ${join(folder, 'nosuch.pcapng')}: no such file or folder\n`,
      });
    expect(cli(['wireshark', folder, '--pmk', 'ab'.repeat(32)])).toEqual({
      status: 2,
      stdout: '',
      stderr: `lwa-rekey: ${folder}: is a folder, a file is needed\n`,
    });
  });

  it('is printed for a capture that is cut off, with 2', () => {
    const cut = join(folder, 'cut.pcap');
    writeFileSync(cut, readFileSync(capture).subarray(0, -10));
    const { status, stdout, stderr } = cli(['wireshark', cut]);
    expect([status, stdout]).toEqual([2, expect.stringContaining(`-r ${cut}\n`)]);
    expect(stderr).toMatch(/: the capture ends too early\n/);
    expect(stderr).toContain(`lwa-rekey: ${cut}: `);
  });
});

describe('a keys file from anyone', () => {
  const KEY = 'ab'.repeat(32);

  it.each([
    [['-o', 'gui.webbrowser:touch x'], 0],
    [['-o', 'lwaap.pdcp_sn_length:12', '-X', 'lua_script:evil.lua'], 2],
    [['-o', 'lwaap.pdcp_sn_length:12 -w overwritten'], 0],
  ])('gives none of those for the dissectors either: %j', (dissectorOptions, at) => {
    const keys = join(folder, 'evil.keys.json');
    writeFileSync(keys, JSON.stringify({ pmks: [], wireshark: { options: [], dissectorOptions } }));
    expect(cli(['wireshark', 'x.pcapng', '--keys', keys])).toEqual({
      status: 2,
      stdout: '',
      stderr: `lwa-rekey: ${keys}: wireshark.dissectorOptions[${at}] is none that generate writes: it is not passed on\n`,
    });
  });

  it.each([
    [['-X', 'lua_script:evil.lua'], 0],
    [['-o', 'wlan.enable_decryption:TRUE', '-w', 'overwritten'], 2],
    [['-o', 'wlan.enable_decryption:TRUE', '-o'], 2],
    [['-o', 'gui.webbrowser:touch x'], 0],
    [['-ouat:80211_keys:"wpa-psk","00"', '-Xlua_script:evil.lua'], 0],
    [['-o', `uat:80211_keys:"wpa-psk","${KEY}"\n-X`], 0],
    [['-o', `uat:80211_keys:"wpa-psk","${KEY}","x"`], 0],
    [['-o', 'uat:user_dlts:"User 0 (DLT=147)","x","0","","0",""'], 0],
    [['--enable-heuristic', 'pdcp_lte_udp', '--enable-protocol', 'x'], 2],
    [['-o', 'pdcp-lte.show_user_plane_as_ip:FALSE'], 0],
  ])('gives none of the options that generate does not write: %j', (options, at) => {
    const keys = join(folder, 'evil.keys.json');
    writeFileSync(keys, JSON.stringify({ pmks: [], wireshark: { options } }));
    const { status, stdout, stderr } = cli(['wireshark', 'x.pcapng', '--keys', keys]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(
      `lwa-rekey: ${keys}: wireshark.options[${at}] is none that generate writes: it is not passed on\n`,
    );
  });
});

describe('wrong usage of wireshark', () => {
  it.each([
    [['wireshark'], /name a capture, or give --folder/],
    [['wireshark', 'x.pcapng', '--folder'], /not both/],
    [['wireshark', 'x.pcapng', '--pdcp-sn-bits', '13'], /Allowed choices are 7, 12, 15, 18/],
    [['wireshark', 'x.pcapng', '--pdcp-sn-bits', '12', '--no-dissectors'], /is for the dissectors/],
    [['wireshark', 'nosuch.pcapng'], /: nosuch\.pcapng: no such file or folder$/m],
    [['wireshark', '-'], /for standard input name a keys file/],
    [['wireshark', '-', '--pmk', 'ab'.repeat(32)], /for standard input name a keys file/],
    [['wireshark', 'x.pcapng', '--keys', 'package.json'], /has no "wireshark" options/],
    [['wireshark', 'x.pcapng', '--keys', 'README.md'], /is no JSON/],
  ])('%j: one line, exit 2', (args, message) => {
    const { status, stdout, stderr } = cli(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^lwa-rekey: [^\n]*\n$/);
    expect(stderr).toMatch(message);
  });
});
