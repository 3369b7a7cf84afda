import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../../src/flows/index.js';
import { ladder, ladderSvg, reportSvg, SVG_STYLE } from '../../../src/report/index.js';
import { ladderRows } from '../../../src/report/ladder-rows.js';
import type { SessionReport } from '../../../src/validate/index.js';
import { play } from '../../flows/play.js';
import { growth, LINEAR } from '../../growth.js';
import { allOf, arrowsOf, classesOf, drawnOf, flawsOf, textsOf } from '../drawing.js';
import { finding, lteSession, report, rules, session } from '../example.js';
import { type Element, parseXml } from '../xml.js';

const context = { version: '1.0.0', rules, captures: ['capture.pcapng'] };

const own = (name: string) => {
  const { report: all } = play(name);
  return { all, session: all.sessions[0]!, findings: all.findings };
};

describe('the ladder as SVG', () => {
  it.each(scenarios.map(({ name }) => name))('draws %s: an arrow a row, and no text over another', name => {
    const { all, session: one, findings } = own(name);
    const root = parseXml(reportSvg(all, context));
    expect(flawsOf(root)).toEqual([]);
    const rows = ladderRows(one, findings);
    const arrows = rows.filter(({ row }) => row.arrow !== undefined).length;
    expect(arrowsOf(root)).toHaveLength(arrows);
    expect(arrows).toBeGreaterThan(5);
    expect(ladder(one, findings, { full: true }).filter(line => /[|][-<>]|[<>-][|]/.test(line))).toHaveLength(
      arrows,
    );
  });

  it('is the same each time, and the same drawing with a style and without', () => {
    const { session: one, findings } = own('rekey-option-1-mic');
    const svg = ladderSvg(one, findings);
    expect(ladderSvg(one, findings)).toBe(svg);
    expect(svg).toContain(`<style>${SVG_STYLE}</style>`);
    expect(ladderSvg(one, findings, { isStyled: false })).toBe(svg.replace(/<style>.*<\/style>\n/, ''));
    const { all } = own('rekey-option-1-mic');
    expect(reportSvg(all, context, { isStyled: false })).toBe(
      reportSvg(all, context).replace(/<style>.*<\/style>\n/, ''),
    );
  });

  describe('where a page forbids styles', () => {
    const manyKeys = Array.from({ length: 7 }, (_, i) => ({
      frame: i + 1,
      message: 'M2' as const,
      replayCounter: '1',
      protected: false,
      mic: 'valid' as const,
      pmk: `key ${i}`,
    }));
    const drawings = (): Element[] =>
      [
        own('rekey-option-1-mic').all,
        own('attack-flipped-mic').all,
        report([lteSession], [finding({ severity: 'note', frames: [13] })]),
        report([session({ eapolKeyFrames: manyKeys })]),
      ].map(all => parseXml(reportSvg(all, context, { isStyled: false })));

    it('has dark text and lines on white ground, none of which is filled', () => {
      for (const root of drawings()) {
        const [[, card] = [], ...drawn] = drawnOf(root);
        expect([card!.fill, card!.stroke]).toEqual(['#fff', '#d0d7de']);
        for (const [{ name, attributes }, { fill, stroke, ...rest }] of drawn) {
          expect(fill ?? stroke, attributes.class).toMatch(/^(#[\da-f]{3,6}|none)$/);
          if (name === 'text') {
            expect(rest['font-family']).toMatch(/, ?(monospace|sans-serif)$/);
            expect(Number(rest['font-size'])).toBeGreaterThan(10);
            expect(stroke).toBeUndefined();
          }
          // A line is not filled, or straight: then there is nothing to fill.
          if (stroke === undefined || fill === 'none' || name !== 'path' || /z$/.test(attributes.d!))
            continue;
          for (const line of attributes.d!.split(/(?=[Mm])/))
            expect(line).toMatch(/^[Mm][^A-Za-z]+[HVhvl][^A-Za-z]+$/);
        }
        const colors = new Set(drawn.flatMap(([, { fill, stroke }]) => [fill, stroke]));
        expect(colors.size).toBeGreaterThan(5);
      }
    });

    it('has of each colour a class that tells what it is on dark ground', () => {
      for (const root of drawings())
        for (const [element] of drawnOf(root))
          for (const property of ['fill', 'stroke'] as const) {
            if (!(element.attributes[property] ?? 'none').startsWith('#')) continue;
            const rules = classesOf(element).map(
              name => new RegExp(`\\.${name}\\{([^}]*)\\}`).exec(SVG_STYLE)?.[1],
            );
            expect(rules.join(';'), `${element.name} ${element.attributes.class}`).toContain(`${property}:#`);
          }
    });
  });

  it('loads nothing: no address but the name space', () => {
    const svg = reportSvg(own('rekey-option-1-mic').all, context);
    expect(svg.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    expect(svg).not.toMatch(/<script|href|url\(|@import|@font-face|<image|<foreignObject/);
  });

  it('without its style has nothing that a strict content security policy forbids', () => {
    const svg = reportSvg(own('rekey-option-1-mic').all, context, { isStyled: false });
    expect(svg).not.toMatch(/<style|<[^>]*\s(style|on\w+)=/);
  });

  it('shows what is accepted without the colours of errors, behind what is not, and why', () => {
    const known = finding({ frames: [13], accepted: { reason: 'LAB-12' } });
    const colored = (svg: string): number =>
      svg.match(/"(er|wa)[a-z]?[ "]|"[a-z]+ (er|wa)[a-z]?[ "]/g)?.length ?? 0;
    const clear = report([{ ...lteSession, eapolKeyFrames: [] }], []);
    const accepted = { ...clear, findings: [known] };
    const svg = reportSvg(accepted, context, { isStyled: false });
    expect(colored(svg)).toBe(0);
    expect(
      colored(reportSvg({ ...clear, findings: [finding({ frames: [13] })] }, context, { isStyled: false })),
    ).toBeGreaterThan(3);
    const root = parseXml(svg);
    expect(flawsOf(root)).toEqual([]);
    expect(textsOf(root).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['mic-wrong', 'accepted', 'accepted error mic-wrong (LAB-12)']),
    );
    expect(allOf(root, 'title').map(({ text }) => text)).toContain(
      'accepted error mic-wrong: The MIC of M2 in frame 21 is wrong.',
    );

    const both = [known, finding({ frames: [13], rule: 'undecrypted', severity: 'warning' })];
    const texts = textsOf(parseXml(reportSvg({ ...clear, findings: both }, context))).map(({ text }) => text);
    expect(texts.filter(text => /^(mic-wrong|undecrypted|warning|accepted)/.test(text))).toEqual([
      'undecrypted',
      'mic-wrong',
      'warning',
      'accepted',
      'warning undecrypted',
      'accepted error mic-wrong (LAB-12)',
    ]);
  });

  it('shows what each row is to who points at it or listens', () => {
    const root = parseXml(ladderSvg(lteSession, [finding({ frames: [13] })]));
    const titles = allOf(root, 'title').map(({ text }) => text);
    expect(titles).toContain(
      'frame 2, at 0.010000 s, eNB to UE: RRCConnectionReconfiguration (wtCounter 1 · MAC-I valid)',
    );
    expect(titles).toContain(
      'frame 13, at 3.200000 s, UE to WT: M2 (counter 3 · clear · MIC invalid). error mic-wrong: The MIC of M2 in frame 21 is wrong.',
    );
    expect(titles).toContain('frame 16, at 4.000000 s, packets missing (on Xw)');
  });

  it('tells times from the first row, and pauses', () => {
    const texts = textsOf(parseXml(ladderSvg(lteSession, []))).map(({ text }) => text);
    for (const text of ['0.0', '15.0', '20.0', '990.0', '1000.0', '1090.0', '3190.0', '+1.0 s', 'M1 ×3'])
      expect(texts).toContain(text);
    expect(texts).toContain('0 ms: 0.010000 s after the first packet');
  });

  it('draws EAPOL-Key frames that are protected otherwise than those in clear, and says so', () => {
    const key = { message: 'M1', replayCounter: '1', mic: 'none' } as const;
    const of = (isProtected: boolean) =>
      parseXml(ladderSvg(session({ eapolKeyFrames: [{ ...key, frame: 1, protected: isProtected }] }), []));
    const [arrow] = arrowsOf(of(false));
    expect(arrow!.attributes['stroke-dasharray']).toBe('6 3');
    const [locked] = arrowsOf(of(true));
    expect(locked!.attributes['stroke-dasharray']).toBeUndefined();
    const locks = (root: ReturnType<typeof of>) =>
      allOf(root, 'path').filter(path => classesOf(path).includes('lkf')).length;
    expect([locks(of(false)), locks(of(true))]).toEqual([0, 2]);
    for (const [root, text] of [
      [of(false), 'EAPOL-Key in clear'],
      [of(true), 'EAPOL-Key, protected'],
    ] as const)
      expect(textsOf(root).map(one => one.text)).toContain(text);
  });

  it('marks findings with the rule, and a sign and a colour of the severity', () => {
    const severities = ['error', 'warning', 'note'] as const;
    const marks = severities.map((severity, i) => finding({ severity, rule: `rule-${i}`, frames: [10 + i] }));
    const root = parseXml(ladderSvg(lteSession, marks));
    const texts = textsOf(root).map(({ text }) => text);
    for (const text of ['rule-0', 'rule-1', 'rule-2', ...severities]) expect(texts).toContain(text);
    const colours = allOf(root, 'rect').map(rect => rect.attributes.class);
    expect(colours).toContain('erb');
    expect(colours).toContain('wab');
    // A note is no reason to look at a row first.
    expect(colours).not.toContain('nob');
  });

  it('leaves out the middle of a long session, as the ladder in text does, unless asked for all', () => {
    const key = (frame: number) =>
      ({
        frame,
        message: frame % 2 === 0 ? 'M1' : 'M2',
        replayCounter: '1',
        protected: false,
        mic: 'none',
      }) as const;
    const one = session({ eapolKeyFrames: Array.from({ length: 200 }, (_, i) => key(i + 1)) });
    const short = parseXml(ladderSvg(one, [finding({ frames: [100, 102] })]));
    expect(arrowsOf(short)).toHaveLength(60);
    expect(textsOf(short).map(({ text }) => text)).toContain(
      '… 140 rows left out, 2 of them with findings …',
    );
    expect(arrowsOf(parseXml(ladderSvg(one, [], { full: true })))).toHaveLength(200);
  });

  it('takes time in proportion to the rows, though keys and pauses are as many', () => {
    const drawn = (rows: number): void => {
      const eapolKeyFrames = Array.from({ length: rows }, (_, i) => ({
        frame: i + 1,
        time: `${i}`,
        message: i % 2 === 0 ? ('M2' as const) : ('M3' as const),
        replayCounter: `${i}`,
        protected: false,
        mic: 'valid' as const,
        pmk: `key ${i}`,
      }));
      ladderSvg(session({ eapolKeyFrames }), [], { full: true });
    };
    expect(growth(drawn, 5000)).toBeLessThan(LINEAR);
  }, 60_000);

  it('draws a part of the time, says what is before and after, and what was held by then', () => {
    const { session: one, findings } = own('rekey-option-2');
    const all = parseXml(ladderSvg(one, findings));
    const part = parseXml(ladderSvg(one, findings, { from: 1.1, to: 1.25 }));
    const texts = textsOf(part).map(({ text }) => text);
    const counts = ['earlier', 'later'].map(side => {
      const line = texts.find(text => text.includes(` ${side} row`))!;
      return Number(/\d+/.exec(line)![0]);
    });
    expect(arrowsOf(part).length + counts[0]! + counts[1]!).toBe(arrowsOf(all).length);
    expect(arrowsOf(part).length).toBeGreaterThan(3);
    expect(texts.filter(text => text === 'S-KWT #1')).toHaveLength(2);
    expect(flawsOf(part)).toEqual([]);
    const none = textsOf(parseXml(ladderSvg(one, findings, { from: 1e6 }))).map(({ text }) => text);
    expect(none).toContain(`… ${arrowsOf(all).length} earlier rows left out`);
  });

  it('says so where there is nothing to draw', () => {
    const texts = (svg: string) => textsOf(parseXml(svg)).map(({ text }) => text);
    expect(texts(ladderSvg(session(), []))).toContain('no message of it is in the capture');
    expect(
      texts(reportSvg({ ...report([]), unchecked: [{ message: 'nothing was checked' }] }, context)),
    ).toContain('nothing was checked');
  });

  it('is whole XML, and covers nothing, whatever comes from the air', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const hostile = fc.oneof(
      text,
      fc.constantFrom(
        '<svg onload="x">&amp;]]>',
        '\u202e\u0000\u001b[2J',
        '漢字'.repeat(40),
        'W'.repeat(200),
      ),
    );
    const of = ({
      name,
      detail,
      pmk,
      ssid,
    }: Record<'name' | 'detail' | 'pmk' | 'ssid', string>): SessionReport => ({
      ...lteSession,
      ssid,
      verdict: detail,
      rrc: [{ ...lteSession.rrc![0]!, message: name, detail }],
      eapolKeyFrames: [{ ...lteSession.eapolKeyFrames[3]!, message: 'M2', mic: 'valid', pmk }],
      sKwts: [{ frame: 8, side: 'wt', state: 'given', pmk }],
    });
    fc.assert(
      fc.property(fc.record({ name: hostile, detail: hostile, pmk: hostile, ssid: hostile }), one => {
        const found = finding({ rule: one.name, message: one.detail, frames: [13] });
        const svg = reportSvg(report([of(one)], [found]), { ...context, captures: [one.ssid] });
        const root = parseXml(svg);
        expect(svg).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(flawsOf(root)).toEqual([]);
        expect(allOf(root, 'script')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a report as SVG', () => {
  it('draws the sessions that are asked for, one below the other, each with its verdict and findings', () => {
    const sessions = ['one', 'two', 'three'].map(verdict => ({ ...lteSession, verdict }));
    const all = report(sessions, [finding({ session: 1, frames: [13], message: 'It is wrong.' })]);
    const texts = (svg: string) => textsOf(parseXml(svg));
    const drawn = texts(reportSvg(all, context, { sessions: [1, 2] }));
    expect(drawn.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['two', 'three', 'It is wrong.', 'capture.pcapng · session 1']),
    );
    expect(drawn.map(({ text }) => text)).not.toContain('one');
    const top = (text: string): number => drawn.find(one => one.text === text)!.top;
    expect(top('two')).toBeLessThan(top('It is wrong.'));
    expect(top('It is wrong.')).toBeLessThan(top('three'));
    expect(flawsOf(parseXml(reportSvg(all, context)))).toEqual([]);
  });

  it('tells the gravest findings in words, and how many more there are', () => {
    const many = Array.from({ length: 9 }, (_, i) =>
      finding({ severity: i === 8 ? 'error' : 'note', message: `number ${i}` }),
    );
    const texts = textsOf(parseXml(reportSvg(report([lteSession], many), context))).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['number 8', 'and 3 more']));
    expect(texts).not.toContain('number 7');
  });
});
