import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Simulation, scenarios, simulate } from '../src/flows/index.js';
import { measuresTable, reportText } from '../src/report/index.js';
import { validator } from '../src/validate/index.js';
import { run } from './flows/play.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** Those without a language: what commands print. */
const blocks = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)\n```$/gm)].flatMap(([, language, block]) =>
  language === '' ? [block!] : [],
);
const runs = scenarios.filter(s => !s.name.startsWith('attack-')).map(({ name }) => ({ name, ...run(name) }));

describe('README', () => {
  it('has the table of measures that a run prints', () => {
    const rows = runs.map(({ name, measures }) => ({
      scenario: name,
      ues: measures.ues.length,
      measure: measures.run,
    }));
    expect(blocks[0]).toBe(measuresTable(rows));
  });

  it('says of the table what is in it', () => {
    const prose = readme.slice(readme.indexOf('- **Option 2'), readme.indexOf('`suspended` is'));
    const figures = [...prose.matchAll(/\d+\.\d(?= ms)/g)].map(([figure]) => figure);
    expect(figures.length).toBeGreaterThan(5);
    const rowOf = (name: string): string => blocks[0]!.split('\n').find(line => line.startsWith(`${name} `))!;
    const [option2, option1, , between] = prose.split('\n- ');
    for (const [text, ...names] of [
      [option2!, 'rekey-option-2', 'rekey-without-handover'],
      [option1!, 'rekey-option-1-mic'],
      [between!, 'rekey-ue-initiated', 'rekey-rel13-release-and-add'],
    ] as const) {
      const cells = names.flatMap(name => rowOf(name).split(/ {2,}/));
      for (const [figure] of text.matchAll(/\d+\.\d(?= ms)/g)) expect(cells).toContain(figure);
      for (const [, lost] of text.matchAll(/\b(no|\d+)\s+packets?\s(?:is\s)?lost/g))
        expect(cells).toContain(lost === 'no' ? '0' : lost);
    }
  });

  it('shows the comments of the capture', () => {
    const { packets, interfaces } = runs.find(one => one.name === 'rekey-option-2')!;
    const said = packets.flatMap(({ comments = [], interface: link }, i) =>
      comments.map(text => `${`${i + 1}`.padStart(5)} ${interfaces[link]!.name.padEnd(4)} ${text}`),
    );
    const handover = said.findIndex(line => line.includes('handover'));
    expect(blocks[1]!.split('\n')).toEqual(said.slice(handover));
  });

  it('has a line that runs a scenario', () => {
    const [, line] = /^const run = (simulate\(.*\));$/m.exec(readme)!;
    const runIt = new Function('simulate', 'scenarios', `return ${line!.replace('!', '')}`);
    const { packets, keys } = runIt(simulate, scenarios) as Simulation;
    expect([...packets].length).toBeGreaterThan(1000);
    expect(new Set(keys().pmks.map(({ station }) => station)).size).toBe(3);
  });

  it('shows what validate says of option 1, without a key', () => {
    const { packets } = runs.find(one => one.name === 'rekey-option-1-mic')!;
    const own = validator();
    for (const packet of packets) own.packet(packet);
    const printed = reportText(own.report()).split('\n');
    let at = 0;
    for (const line of blocks[2]!.split('\n')) {
      if (line === '  …') continue;
      const found = printed.indexOf(line, at);
      expect(found, line).toBeGreaterThanOrEqual(at);
      at = found + 1;
    }
  });
});
