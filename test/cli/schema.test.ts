import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { acceptFindings, jsonText } from '../../src/report/index.js';
import { type AcceptedFinding, validator } from '../../src/validate/index.js';
import { manifestOf, packetsOf, reportOn } from '../manifest.js';
import { finding, lteSession, report } from '../report/example.js';
import { cli, fixturePath } from './run.js';

const path = createRequire(import.meta.url).resolve('lwa-rekey/schema/validate-report.json');
const schema = JSON.parse(readFileSync(path, 'utf8'));

/** The schema, and that no object may have what it does not describe: then every field that is printed is documented. */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  return 'properties' in value && 'type' in value ? { ...members, additionalProperties: false } : members;
};
const ajv = new Ajv2020({ allErrors: true });
const open = ajv.compile(schema);
const exact = new Ajv2020({ allErrors: true }).compile(closed(schema) as object);

function accepts(json: unknown): void {
  open(json);
  expect(open.errors ?? []).toEqual([]);
  exact(json);
  expect(exact.errors ?? []).toEqual([]);
}

const captures = ['captures', 'captures/lab', 'captures/mlo'].flatMap(folder =>
  manifestOf(folder).map(capture => ({ folder, capture })),
);
const pmks = captures
  .slice(0, 3)
  .flatMap(({ capture }) => Object.values(capture.pmks).flatMap(hex => ['--pmk', hex]));
const paths = captures.slice(0, 3).map(({ folder, capture }) => fixturePath(`${folder}/${capture.file}`));

describe('the schema of validate --json', () => {
  it('holds for what the command prints of one capture and of several, with and without keys', () => {
    for (const args of [paths.slice(0, 1), paths, [...paths, ...pmks], [paths[1]!, ...pmks, '--show-keys']])
      accepts(JSON.parse(cli(['validate', ...args, '--json']).stdout));
  });

  it.each(captures.map(({ folder, capture }) => [capture.file, folder, capture] as const))(
    'holds for the report on %s, alone and beside another',
    (file, folder, capture) => {
      const packets = packetsOf(`${folder}/${file}`);
      accepts(JSON.parse(jsonText(reportOn(packets, capture))));
      const own = validator({ captures: [file, 'other.pcap'] });
      for (const packet of packets) {
        own.packet({ ...packet, capture: 0 });
        own.packet({ ...packet, capture: 1 });
      }
      accepts(JSON.parse(jsonText(own.report())));
    },
  );

  it('holds for captures of which nothing, or not all, can be read', () => {
    const other = Uint8Array.from(readFileSync(paths[0]!));
    other[20] = 147;
    for (const args of [['-'], ['-', paths[1]!], ['nosuch.pcap', paths[1]!]])
      accepts(JSON.parse(cli(['validate', ...args, '--json'], other).stdout));
  });

  it('holds for the example of its documentation', () => {
    const page = readFileSync('docs/validate-json.md', 'utf8');
    accepts(JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!));
  });

  it('holds for accepted findings, and for those that were not found', () => {
    const entries: AcceptedFinding[] = [
      { rule: 'mic-wrong', reason: 'known' },
      {
        rule: 'slow',
        severity: 'note',
        ap: '02:00:00:00:00:01',
        station: '02:00:00:00:00:02',
        ssid: 'lab',
        capture: 'a.pcap',
        count: 1,
        reason: 'LAB-12',
      },
    ];
    const found = acceptFindings(report([lteSession], [finding()]), entries, { captures: ['a.pcap'] });
    expect(found.findings[0]!.accepted).toEqual({ reason: 'known' });
    expect(found.unusedAccepted).toEqual(entries.slice(1));
    accepts(JSON.parse(jsonText(found)));
  });

  it('holds for a session with RRC, Xw and gaps', () => {
    accepts(JSON.parse(jsonText(report([lteSession]))));
  });

  const good = () => JSON.parse(jsonText(report([lteSession])));
  it.each<[string, (json: ReturnType<typeof good>) => void]>([
    ['no sessions', json => delete json.sessions],
    [
      'a frame 0',
      json => {
        json.sessions[0].eapolKeyFrames[0].frame = 0;
      },
    ],
    [
      'a frame with a capture only',
      json => {
        json.sessions[0].xw[0].frame = { capture: 'x' };
      },
    ],
    [
      'a MIC of another kind',
      json => {
        json.sessions[0].eapolKeyFrames[0].mic = 'ok';
      },
    ],
    [
      'a replay counter as a number',
      json => {
        json.sessions[0].eapolKeyFrames[0].replayCounter = 1;
      },
    ],
    [
      'an address that is none',
      json => {
        json.sessions[0].ap = '02:00';
      },
    ],
    [
      'an S-KWT of the eNB',
      json => {
        json.sessions[0].sKwts[0].side = 'enb';
      },
    ],
    [
      'a time in words',
      json => {
        json.sessions[0].rrc[0].time = 'now';
      },
    ],
    [
      'a finding of no session',
      json => {
        json.findings.push({ rule: 'x', severity: 'error', frames: [], message: '' });
      },
    ],
    [
      'damage of no capture',
      json => {
        json.damaged = [{ message: 'cut' }];
      },
    ],
  ])('refuses %s', (_, change) => {
    const json = good();
    change(json);
    expect(open(json)).toBe(false);
  });
});
