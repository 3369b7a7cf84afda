import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { rules, type ValidationEvent } from '../../src/validate/index.js';
import { MAX_NETWORKS, MAX_SESSIONS } from '../../src/validate/wlan/networks.js';
import { KENB_KEYS, packetsOf, setUp, sKwtOf, tellUe, tellWt } from './lte/peer.js';
import { captureOf, findingsOf } from './rule-captures.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(repository, 'docs/rules.md'), 'utf8');
/** The cells of the table under a heading, without the heading and the line below it. */
const table = (heading: string): readonly (readonly string[])[] => {
  const [, rest] = page.split(`\n${heading}\n| --- | --- | --- |\n`);
  return rest!
    .slice(0, rest!.indexOf('\n\n'))
    .split('\n')
    .map(row => row.slice(2, -2).split(/ ?\| /));
};
const blocks = [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
  language,
  text: text!,
}));

type FieldsOf<E> = E extends ValidationEvent ? Exclude<keyof E, 'kind' | 'frame' | 'time'> : never;
/** The fields of each kind of event: the compiler holds this to be all of them, and no others. */
const fields: {
  readonly [K in ValidationEvent['kind']]: Readonly<
    Record<FieldsOf<Extract<ValidationEvent, { kind: K }>>, true>
  >;
} = {
  management: { fromAp: true, body: true, isProtected: true, isCut: true },
  eapolKey: { record: true, key: true, run: true, isCopy: true, sequenceNumber: true },
  pmkInUse: { message: true, pmk: true },
  run: { run: true, isAtEnd: true },
  association: {},
  ending: { ending: true },
  droppedEnding: { ending: true, flaw: true, isToAll: true, outcome: true, isOfBefore: true },
  key: { key: true, isKnown: true },
  data: { fromAp: true, isProtected: true, mpdu: true, body: true, isEapol: true },
  clearData: { fromAp: true, isGroup: true, mpdu: true },
  opened: { fromAp: true, ptk: true, pn: true, use: true, mpdu: true },
  openedGroup: { group: true, pn: true, use: true },
  openedZero: { fromAp: true, isGroup: true, pn: true },
  restarted: { restart: true },
  resumed: { fromAp: true, run: true, before: true },
  rrc: { isUplink: true, message: true, octets: true, macI: true },
  rrcTransaction: {
    what: true,
    request: true,
    complete: true,
    isNeedless: true,
    wtCounter: true,
    otherAnswer: true,
  },
  statusReport: { status: true },
  lateData: { xw: true, isFromWt: true, end: true, last: true, packets: true },
  xwap: { xw: true, isFromWt: true, view: true, octets: true, problems: true },
  xwapUnexpected: { xw: true, message: true, isFromWt: true, misfit: true, isSure: true, octets: true },
  xwapProcedure: {
    xw: true,
    procedure: true,
    message: true,
    request: true,
    repetitions: true,
    response: true,
    outcome: true,
    isNeedless: true,
    isOneWay: true,
  },
  sKwt: {
    side: true,
    wtCounter: true,
    setsUpLwa: true,
    kenbEpoch: true,
    candidates: true,
    unseen: true,
    isSure: true,
    isShared: true,
    xw: true,
    procedure: true,
    isRekey: true,
    sKwt: true,
  },
  xwEnd: { xw: true, cause: true },
  sKwtAgain: { sKwt: true },
  gap: { where: true, from: true, isForgotten: true },
  end: { of: true },
};

/** What a module prints, in a folder with these files. */
async function printedBy(code: string, files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const source = (path: string): string => join(repository, 'src', path, 'index.ts');
  const { outputFiles } = await build({
    stdin: { contents: code, loader: 'ts', resolveDir: repository },
    alias: { 'lwa-rekey/codecs': source('codecs'), 'lwa-rekey/validate': source('validate') },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'silent',
  });
  const folder = mkdtempSync(join(tmpdir(), 'rules-page-'));
  try {
    for (const [name, octets] of Object.entries(files)) writeFileSync(join(folder, name), octets);
    const options = { cwd: folder, input: outputFiles[0]!.text };
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module'], options);
    expect(stderr.toString()).toBe('');
    return stdout.toString();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const examples = blocks.flatMap(({ language, text }) => (language === 'ts' ? [text] : []));
const [request, answer] = tellWt(1025, sKwtOf(2));
/** A WT that takes 200 ms to answer. */
const slow = [...setUp(1), ...tellUe(1000, 2), request!, { ...answer!, ms: 1225 }];
/** A WT that is told before the UE. */
const early = [...tellWt(1000, sKwtOf(2)), ...tellUe(1030, 2)];

describe('docs/rules.md', () => {
  it('lists the rules in their order', () => {
    expect(table('| rule | severity | clause |')).toEqual(
      rules.map(({ id, severity, clause }) => [`\`${id}\``, severity, clause]),
    );
  });

  it('lists the events and their fields', () => {
    const listed: Record<string, Record<string, true>> = {};
    for (const [kind, names] of table('| kind | fields | when |')) {
      const id = kind!.replaceAll('`', '');
      const own = [...names!.matchAll(/`(\w+)[^`]*`/g)].map(([, name]) => [name!, true] as const);
      listed[id] = { ...listed[id], ...Object.fromEntries(own) };
    }
    expect(listed).toEqual(fields);
  });

  it('shows a finding as it is printed', () => {
    const capture = captureOf(packetsOf([...setUp(1), ...early]));
    const lines = findingsOf(capture, KENB_KEYS).map(
      ({ severity, message, rule }) => `${severity}: ${message} [${rule}]\n`,
    );
    expect(lines.join('')).toBe(blocks.find(({ language }) => language === '')!.text);
  });

  it('tells how many sessions and networks are followed', () => {
    const [, sessions, networks] = /^- (\d+ \d+) sessions and (\d+ \d+) networks/m.exec(page)!;
    const numberOf = (text: string): number => Number(text.replace(' ', ''));
    expect([sessions!, networks!].map(numberOf)).toEqual([MAX_SESSIONS, MAX_NETWORKS]);
  });

  it('has an example of a rule that prints what it says', async () => {
    const [, says] = blocks.filter(({ language }) => language === '');
    expect(await printedBy(examples[0]!, { 'capture.pcapng': captureOf(packetsOf(slow)) })).toBe(says!.text);
  });

  it('has an example of captures that are merged', async () => {
    const code = `
      import { createReadStream } from 'node:fs';
      import { mergeCaptures, readCapture } from 'lwa-rekey/codecs';
      import { validate } from 'lwa-rekey/validate';
      ${examples[1]}
      console.log(sessions.length, JSON.stringify(findings));`;
    const samples = packetsOf([...setUp(1), ...early]);
    const ofLink = (wanted: number): Uint8Array =>
      captureOf(samples.filter(one => !(one instanceof Uint8Array) && one.linkType === wanted));
    const printed = await printedBy(code, { 'uu.pcapng': ofLink(101), 'wlan.pcapng': ofLink(1) });
    expect(printed).toContain('wt-modification-before-rrc-complete');
    expect(printed).toContain('{"capture":"wlan.pcapng","frame":3}');
    expect(printed).toMatch(/^1 /);
  });
});
