import { scaleBand, scaleLinear, select } from 'd3';
import { Bin, Shares, binned, formatNumber, symbolToText, symbol, valueOf } from '../../derivation';
import { exact, s, setAttributes } from '../page/dom';
import { PlotScale, Tick, leftAxis } from '../plots/axis';
import { Translate } from '../page/translate';
import { sumNames, sumsOf, runningSums } from './shareSums';

/** Of the chart, in px. */
const HEIGHT = 150;
const MARGIN = { left: 54, right: 8, top: 6, bottom: 18 };
/** Least width of a bar that can be clicked, in px. */
const NARROWEST = 7;
/** Width of a bar of a sum, with its gap, in px. */
const APART = 30;
/** Sums that are larger than the shares by more than this factor get a scale of their own. */
const COMPARABLE = 4;
/** Least width of a bar, in px, that carries its value, or its sample's number. */
const ROOM = { value: 52, sample: 20 };

/** A bar. A bin has two: its positive shares above zero, its negative ones below. */
interface Bar {
  key: string;
  x: number;
  width: number;
  ends: number[];
  /** The value written at the bar; null for a bin. */
  value: number | null;
  ref?: string;
  /** The text below the bar. */
  label: string;
  /** The tooltip and accessible name. */
  title: string;
  /** The sample that a click chooses; null if the bar can't be clicked. */
  sample: number | null;
  current: boolean;
  kind: 'share' | keyof typeof sumNames;
}

/** One signed bar per sample, their running sum, and bars of the sums. */
export class SharesChart {
  readonly element = s('svg', { class: 'sg-shares-chart', role: 'group' });
  /** The available width, in px. */
  width = 400;
  /** Samples per bar. */
  binSize = 1;
  /** Whether shares and sums share a scale; only then is the running sum drawn. */
  oneScale = true;
  private readonly axis = s('g', { 'aria-hidden': 'true' });
  private readonly bars = s('g');
  private readonly line = s('path', { class: 'sg-running', 'aria-hidden': 'true' });

  /** @param digits significant digits of the shares and sums */
  constructor(
    private readonly digits: number,
    private readonly translate: Translate,
    private readonly choose: (sample: number) => void
  ) {
    this.element.append(this.axis, this.bars, this.line);
  }

  /** @param current the current sample; null while the whole batch is shown */
  draw(shares: Shares, current: number | null): void {
    const { translate, width } = this;
    const values = shares.shares.map(valueOf);
    const sums = sumsOf(shares);
    // Bins depend on the width; whether one scale fits shares and sums depends on the bins.
    const apart = sums.length * APART + 14;
    const bins = binned(
      values,
      Math.floor((width - MARGIN.left - MARGIN.right - apart - MARGIN.left) / NARROWEST)
    );
    this.binSize = bins[0].to - bins[0].from;
    const running = runningSums(bins, shares.before ?? 0);
    const ends = bins.flatMap(({ positive, negative }) => [positive, negative]);
    const totals = [...sums.map(({ value }) => value), ...running];
    this.oneScale = peak(totals) <= COMPARABLE * peak(ends);
    const right = width - MARGIN.right - sums.length * APART;
    const end = right - 14 - (this.oneScale ? 0 : MARGIN.left - 10);
    const band = scaleBand(
      bins.map(({ from }) => from),
      [MARGIN.left, end]
    ).padding(bins.length > 40 ? 0.1 : 0.25);
    const y = heights(this.oneScale ? [...ends, ...totals] : ends);
    const ySums = this.oneScale ? y : heights(totals);
    const bars = bins.map((bin): Bar => {
      const { from, to, largest } = bin;
      const many = to - from > 1;
      const share = shares.shares[from];
      const now = current !== null && from <= current && current < to;
      return {
        key: `s${from}`,
        x: band(from)!,
        width: band.bandwidth(),
        ends: many ? [bin.positive, bin.negative] : [values[from]],
        value: many ? null : values[from],
        ...(!many && share.kind === 'quantity' ? { ref: share.ref } : {}),
        label: many ? '' : String(from + 1),
        title: many
          ? this.binTitle(bin)
          : translate('sample %1: %2', from + 1, formatNumber(values[from], this.digits)),
        sample: now ? current : largest,
        current: now,
        kind: 'share'
      };
    });
    sums.forEach(({ value, kind, letter, ref }, i) =>
      bars.push({
        key: `sum${letter}`,
        x: right + i * APART + 4,
        width: APART - 8,
        ends: [value],
        value,
        ...(ref === undefined ? {} : { ref }),
        label: letter,
        title: `${translate(sumNames[kind])}: ${formatNumber(value, this.digits)}`,
        sample: null,
        current: false,
        kind
      })
    );
    setAttributes(this.element, {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width,
      height: HEIGHT,
      'aria-label': translate('Shares of %1', symbolToText(symbol(shares.total)))
    });
    this.axis.replaceChildren(
      ...sharesAxis(y, MARGIN.left, this.oneScale ? width - MARGIN.right : end),
      ...(this.oneScale ? [] : sharesAxis(ySums, right, width - MARGIN.right))
    );
    this.drawBars(bars, ({ kind }) => (kind === 'share' ? y : ySums));
    this.line.setAttribute(
      'd',
      this.oneScale && running.every(Number.isFinite)
        ? `M${MARGIN.left},${y(shares.before ?? 0)}${bins
            .map(({ from }, i) => `H${band(from)!}V${y(running[i])}H${band(from)! + band.bandwidth()}`)
            .join('')}H${width - MARGIN.right - 4}`
        : ''
    );
  }

  private binTitle({ from, to, positive, negative, largest }: Bin): string {
    return this.translate(
      'samples %1 to %2: %3 and %4; the largest is sample %5',
      from + 1,
      to,
      formatNumber(positive, this.digits),
      formatNumber(negative, this.digits),
      largest + 1
    );
  }

  private drawBars(bars: Bar[], scaleOf: (bar: Bar) => PlotScale): void {
    const act = (_: unknown, { sample }: Bar): void => {
      if (sample !== null) {
        this.choose(sample);
      }
    };
    // Bars are kept by key, so that the focused bar keeps the focus.
    select(this.bars)
      .selectAll<SVGGElement, Bar>('g')
      .data(bars, d => d.key)
      .join(enter => enter.append('g').on('click', act))
      .attr('class', d => `sg-share sg-share-${d.kind}${d.current ? ' sg-now' : ''}`)
      .attr('role', d => (d.sample === null ? 'img' : 'button'))
      .attr('data-stop', d => (d.sample === null ? null : ''))
      .attr('data-sample', d => d.sample)
      .attr('aria-label', d => d.title)
      .attr('aria-pressed', d => (d.sample === null ? null : String(d.current)))
      .on('keydown', (event: KeyboardEvent, d) => {
        if (event.key === 'Enter' && d.sample !== null) {
          event.preventDefault();
          act(event, d);
        }
      })
      .each((d, i, all) => all[i].replaceChildren(...barParts(d, scaleOf(d))));
  }
}

/** The hit area, the bar, its value if there is room, and its label. */
function barParts(bar: Bar, y: PlotScale): SVGElement[] {
  const { x, width, value, label, kind } = bar;
  const parts: SVGElement[] = [
    s('title', {}, bar.title),
    s('rect', { class: 'sg-share-hit', x, width, y: MARGIN.top, height: HEIGHT - MARGIN.top })
  ];
  for (const end of bar.ends) {
    const [top, bottom] = [Math.min(y(end), y(0)), Math.max(y(end), y(0))];
    if (Number.isFinite(top)) {
      // At least 1 px, so that a tiny share is visible.
      const height = Math.max(bottom - top, 1);
      parts.push(
        s('rect', {
          class: `sg-share-bar ${end < 0 ? 'sg-negative' : 'sg-positive'}`,
          x,
          y: end < 0 ? y(0) : bottom - height,
          width,
          height,
          ...(value === null ? {} : { 'data-value': exact(value), 'data-ref': bar.ref })
        })
      );
    }
  }
  const middle = x + width / 2;
  if (value !== null && kind === 'share' && width >= ROOM.value) {
    const at = Math.min(
      HEIGHT - MARGIN.bottom - 2,
      Math.max(MARGIN.top + 10, y(value) + (value < 0 ? 12 : -4))
    );
    parts.push(s('text', { class: 'sg-share-value', x: middle, y: at }, formatNumber(value, 3)));
  }
  if (label !== '' && (kind !== 'share' || width >= ROOM.sample || bar.current)) {
    parts.push(s('text', { class: 'sg-share-label', x: middle, y: HEIGHT - 4 }, label));
  }
  return parts;
}

/** The scale from values to y, with 0 in its domain. */
function heights(values: number[]): PlotScale {
  const finite = [0, ...values.filter(Number.isFinite)];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return scaleLinear([low, low === high ? 1 : high], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
}

/** The left axis of a part of the chart, with grid lines from `left` to `right`. */
const sharesAxis = (y: PlotScale, left: number, right: number): SVGElement[] =>
  leftAxis(y, {
    ticks: y.ticks(4).map((value): Tick => [value, formatNumber(value, 3)]),
    edge: left,
    gap: 8,
    grid: [left - 4, right],
    zero: true
  });

const peak = (values: number[]): number =>
  values.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0);
