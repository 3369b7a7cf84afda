import { expect, test } from 'vitest';
import { captureNames } from '../../src/validate/capture-names.js';

test.each([
  ['files of different folders', ['/tmp/a.pcap', 'out/b.pcap'], ['a.pcap', 'b.pcap']],
  ['the same name in two folders', ['x/ap/1.pcap', 'x/station/1.pcap'], ['ap/1.pcap', 'station/1.pcap']],
  ['one that is the tail of another', ['1.pcap', 'ap/1.pcap'], ['1.pcap', 'ap/1.pcap']],
  ['only some that need more', ['x/1.pcap', 'y/1.pcap', 'y/2.pcap'], ['x/1.pcap', 'y/1.pcap', '2.pcap']],
  ['the same capture twice', ['x/1.pcap', 'x/1.pcap'], ['x/1.pcap', 'x/1.pcap']],
  ['paths of Windows', ['C:\\a\\1.pcap', 'C:\\b\\2.pcap'], ['1.pcap', '2.pcap']],
  ['standard input', ['-', 'x/1.pcap'], ['-', '1.pcap']],
  ['a folder, and nothing at all', ['x/', ''], ['x/', '']],
])('captures are named as briefly as tells them apart: %s', (_, paths, names) => {
  expect(captureNames(paths)).toEqual(names);
});
