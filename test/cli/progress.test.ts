import { describe, expect, it } from 'vitest';
import { progressBar } from '../../src/cli/progress.js';

const screenOf = (isTTY: boolean, columns = 80) => {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) };
};

describe('the progress bar', () => {
  it('shows the part that is read and the speed, not more often than ten times a second, and goes', () => {
    const screen = screenOf(true);
    let time = 1000;
    const bar = progressBar('big.pcap', 100e6, screen, () => time);
    bar.add(10e6);
    time += 99;
    bar.add(10e6);
    expect(screen.written).toEqual([]);
    time += 1;
    bar.add(5e6);
    expect(screen.written).toEqual(['\r[######..................]  25 %  250 MB/s  big.pcap\x1b[K']);
    bar.add(5e6);
    expect(screen.written).toHaveLength(1);
    time += 900;
    bar.add(75e6);
    expect(screen.written[1]).toContain(`[${'#'.repeat(24)}] 100 %  105 MB/s`);
    bar.end();
    bar.end();
    expect(screen.written.slice(2)).toEqual(['\r\x1b[K']);
  });

  it('shows a name that a terminal would obey as what it is', () => {
    const screen = screenOf(true);
    let time = 0;
    const bar = progressBar('a\x1b]0;x\x07\nb.pcap', 60e6, screen, () => time);
    time = 500;
    bar.add(30e6);
    expect(screen.written[0]).toContain('MB/s  a\ufffd]0;x\ufffd\ufffdb.pcap\x1b[K');
  });

  it('stays on one line of a narrow terminal', () => {
    const screen = screenOf(true, 30);
    let time = 0;
    const bar = progressBar('a-very-long-name.pcap', 60e6, screen, () => time);
    time = 500;
    bar.add(30e6);
    expect(screen.written[0]!.replace('\r', '').replace('\x1b[K', '')).toHaveLength(29);
  });

  it.each([
    ['no terminal', false, 100e6],
    ['a file of 50 MB', true, 50e6],
    ['standard input', true, 0],
  ])('is silent for %s', (_, isTTY, total) => {
    const screen = screenOf(isTTY);
    let time = 0;
    const bar = progressBar('x', total, screen, () => time);
    time = 10_000;
    bar.add(40e6);
    bar.end();
    expect(screen.written).toEqual([]);
  });

  it('leaves a terminal alone on which nothing was drawn', () => {
    const screen = screenOf(true);
    progressBar('x', 100e6, screen, () => 0).end();
    expect(screen.written).toEqual([]);
  });
});
