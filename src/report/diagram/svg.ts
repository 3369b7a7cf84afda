import type { Finding, Report, SessionReport } from '../../validate/report.js';
import { printable } from '../printable.js';
import {
  baseName,
  bySeverity,
  findingsBySession,
  type ReportContext,
  reasonText,
  severityText,
  standingOf,
  suitesText,
} from '../shown.js';
import { element, xmlText } from '../xml.js';
import { type DiagramOptions, drawLadder } from './ladder.js';
import { PAD } from './layout.js';
import { box, type Drawing, findingClass, findingSign, n, titleOf } from './shapes.js';
import { type Face, GROUND, SVG_CLASS, SVG_STYLE } from './style.js';
import { LINE, linesOf, textLine, textLines } from './text.js';

/** What is said of a session needs this much. */
const LEAST_WIDTH = 720;
/** Findings that are told in words; the others are marked at their frames alone. */
const MOST_FINDINGS = 6;

/** What is said in words above a ladder: what it shows, and the verdict. */
function drawCaption(session: SessionReport, about: string, width: number): Drawing {
  const room = width - 2 * PAD;
  const network = session.ssid === undefined ? '' : `"${session.ssid}"`;
  const title = [network, suitesText(session)].filter(part => part !== '').join(' · ');
  const parts: string[] = [];
  let y = 0;
  const lines = (text: string, face: Face, color: string): void => {
    if (text === '') return;
    const own = linesOf(text, face, room);
    parts.push(textLines(PAD, y + LINE[face] - 4, face, own, color));
    y += own.length * LINE[face];
  };
  lines(title === '' ? 'UE without WLAN' : title, 't', '');
  lines(about, 's', 'mu');
  y += 4;
  lines(session.verdict, 'p', '');
  return { width, height: y + 12, body: parts.join('\n') };
}

/** What was found, in words, the gravest first; what is accepted comes last. */
function drawFindings(findings: readonly Finding[], width: number): Drawing {
  const parts: string[] = [];
  let y = findings.length === 0 ? 0 : 8;
  const sorted = bySeverity(findings);
  const room = width - 2 * PAD - 20;
  for (const one of sorted.slice(0, MOST_FINDINGS)) {
    const standing = standingOf(one);
    parts.push(findingSign(standing, PAD + 6, y + 9));
    for (const line of linesOf(`${severityText(one)} ${one.rule}${reasonText(one)}`, 's', room)) {
      parts.push(textLine(PAD + 20, y + 13, 's', line, { color: `b ${findingClass[standing]}` }));
      y += LINE.p;
    }
    const said = linesOf(one.message, 'p', room);
    parts.push(textLines(PAD + 20, y + 13, 'p', said));
    y += said.length * LINE.p + 5;
  }
  const more = sorted.length - MOST_FINDINGS;
  if (more > 0) {
    parts.push(textLine(PAD + 20, y + 12, 'p', `and ${more} more`, { color: 'mu' }));
    y += LINE.p;
  }
  return { width, height: y, body: parts.join('\n') };
}

/** Drawings one below the other. */
function stacked(drawings: readonly Drawing[], gap: number): Drawing {
  let y = 0;
  const parts = drawings.map(({ height, body }) => {
    const part = height === 0 ? '' : element('g', { transform: `translate(0 ${n(y)})` }, body);
    y += height === 0 ? 0 : height + gap;
    return part;
  });
  const width = drawings.reduce((most, one) => Math.max(most, one.width), 0);
  return { width, height: Math.max(0, y - gap), body: parts.join('\n') };
}

/** A ladder with its caption and what was found. */
function drawSession(
  session: SessionReport,
  findings: readonly Finding[],
  about: string,
  options: DiagramOptions,
): Drawing {
  const ladder = drawLadder(session, findings, options);
  const width = Math.max(LEAST_WIDTH, ladder.width);
  return stacked([drawCaption(session, about, width), ladder, drawFindings(findings, width)], 4);
}

/** A whole file. @param style nothing for none */
function svgOf(drawing: Drawing, title: string, description: string, style: string): string {
  const [width, height] = [Math.ceil(drawing.width), Math.ceil(drawing.height + 2 * PAD)];
  const content = [
    titleOf(title),
    description === '' ? '' : element('desc', {}, xmlText(printable(description))),
    style === '' ? '' : element('style', {}, style),
    box(0.5, 0.5, width - 1, height - 1, 'card', 8),
    element('g', { transform: `translate(0 ${PAD})`, ...GROUND }, drawing.body),
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    class: SVG_CLASS,
  };
  return `${element('svg', attributes, `\n${content.filter(part => part !== '').join('\n')}\n`)}\n`;
}

/**
 * A session as an SVG: the ladder of its messages, and no more. What comes from the air is made printable; no key is in it, but
 * for their names.
 * @param options `isStyled`: whether {@link SVG_STYLE} is in it; without that it is drawn for light ground, unless the page has it
 */
export function ladderSvg(
  session: SessionReport,
  findings: readonly Finding[],
  { isStyled = true, ...options }: DiagramOptions & { readonly isStyled?: boolean | undefined } = {},
): string {
  const title = `Messages between ${[session.station ?? 'the UE', session.ap].filter(one => one !== undefined).join(' and ')}`;
  return svgOf(drawLadder(session, findings, options), title, '', isStyled ? SVG_STYLE : '');
}

/**
 * Sessions of a report as an SVG file, one below the other: of each what it is, its verdict, the ladder of its messages, and
 * what was found.
 * @param options `sessions`: indices into those of the report, all if left out; `isStyled` as of {@link ladderSvg}
 */
export function reportSvg(
  report: Report,
  context: Pick<ReportContext, 'captures'>,
  {
    sessions,
    isStyled = true,
    ...options
  }: DiagramOptions & {
    readonly sessions?: readonly number[] | undefined;
    readonly isStyled?: boolean | undefined;
  } = {},
): string {
  const findings = findingsBySession(report);
  const captures = context.captures.map(baseName).join(', ');
  const drawn = (sessions ?? report.sessions.map((_, i) => i)).flatMap(i => {
    const session = report.sessions[i];
    if (session === undefined) return [];
    const about = report.sessions.length < 2 ? captures : `${captures} · session ${i}`;
    return [{ session, drawing: drawSession(session, findings[i]!, about, options) }];
  });
  const nothing = (report.packets > 0 ? report.unchecked[0]?.message : undefined) ?? 'nothing to draw';
  const empty: Drawing = { width: LEAST_WIDTH, height: LINE.p, body: textLine(PAD, 13, 'p', nothing) };
  const drawing = stacked(drawn.length === 0 ? [empty] : drawn.map(one => one.drawing), 28);
  const description = drawn.map(({ session }) => session.verdict).join('\n');
  return svgOf(drawing, `lwa-rekey: ${captures}`, description, isStyled ? SVG_STYLE : '');
}
