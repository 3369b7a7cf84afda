import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DecodeError, decodeCapture } from '../src/codecs/index.js';
import { reportHtml, reportSvg } from '../src/report/index.js';
import { validate } from '../src/validate/index.js';

const file = readFileSync(new URL('../fixtures/captures/a-wpa2-psk-ccmp-initial.pcap', import.meta.url));

/** As docs/library.md says. */
describe('what goes to a worker and back', () => {
  it('has a report whole', async () => {
    const report = await validate(decodeCapture(file)).report();
    const copy = structuredClone(report);
    const about = { captures: ['own.pcap'] };
    expect(copy).toEqual(report);
    expect(reportSvg(copy, about)).toBe(reportSvg(report, about));
    expect([...reportHtml(copy, about)]).toEqual([...reportHtml(report, about)]);
  });

  it('has the chunk behind a packet, unless that is a copy', () => {
    const packet = decodeCapture(new Uint8Array(file))[0]!;
    const own = { ...packet, bytes: new Uint8Array(packet.bytes) };
    expect(structuredClone(packet).bytes.buffer.byteLength).toBe(file.length);
    expect(structuredClone(own).bytes.buffer.byteLength).toBe(packet.bytes.length);
    expect(structuredClone(own)).toEqual(packet);
  });

  it('has no code, path and offset of an error, but of its plain form', () => {
    const { error } = decodeCapture(file.subarray(0, -5), { lax: true });
    const { code, path, offset, message } = error!;
    const copy = structuredClone(error!);
    expect(copy).not.toBeInstanceOf(DecodeError);
    expect([copy.message, copy.code, copy.path, copy.offset]).toEqual([
      message,
      undefined,
      undefined,
      undefined,
    ]);
    expect(structuredClone(error!.toJSON())).toMatchObject({ code, path, offset, message });
  });
});
