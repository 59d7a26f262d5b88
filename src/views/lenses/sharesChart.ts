import { scaleBand, scaleLinear, select } from 'd3';
import { Bin, Shares, binned, formatNumber, symbolToText, symbol, valueOf } from '../../derivation';
import { exact, s, setAttributes } from '../page/dom';
import { PlotScale, Tick, leftAxis } from '../plots/axis';
import { Translate } from '../page/translate';
import { sumNames, sumsOf, runningSums } from './shareSums';

const HEIGHT = 150;
const MARGIN = { left: 54, right: 8, top: 6, bottom: 18 };
/** A narrower bar can't be clicked. */
const NARROWEST = 7;
/** The bars that stand apart: what was there before, what is positive, what is negative, their sum. */
const APART = 30;
/** Where the sums are larger than the shares by more than this, they have a scale of their own. */
const COMPARABLE = 4;
/** From this width on a bar has its number with it, or its sample's. */
const ROOM = { value: 52, sample: 20 };

/** A bar, or for a bin two: from zero up, from zero down. */
interface Bar {
  key: string;
  x: number;
  width: number;
  ends: number[];
  /** Which of `ends` carries the number. */
  value: number | null;
  ref?: string;
  /** Under it. */
  label: string;
  /** For whoever points at it or hears it. */
  title: string;
  /** What a click chooses. */
  sample: number | null;
  current: boolean;
  kind: 'share' | keyof typeof sumNames;
}

/** One signed bar a sample, the running sum over them, and the sum as a bar of its own. */
export class SharesChart {
  readonly element = s('svg', { class: 'sg-shares-chart', role: 'group' });
  /** In px. */
  width = 400;
  /** How many samples a bar stands for. */
  binSize = 1;
  /** Whether shares and sums are on one scale, with the running sum drawn. */
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

  /** @param current the sample that is looked at; null when all are */
  draw(shares: Shares, current: number | null): void {
    const { translate, width } = this;
    const values = shares.shares.map(valueOf);
    const sums = sumsOf(shares);
    // Their size decides whether both fit one scale; that needs the bins, and those the room.
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
    // Kept by key, so that the one that has the focus keeps it.
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

/** What is pointed at, the bar, its number where there is room, and its label. */
function barParts(bar: Bar, y: PlotScale): SVGElement[] {
  const { x, width, value, label, kind } = bar;
  const parts: SVGElement[] = [
    s('title', {}, bar.title),
    s('rect', { class: 'sg-share-hit', x, width, y: MARGIN.top, height: HEIGHT - MARGIN.top })
  ];
  for (const end of bar.ends) {
    const [top, bottom] = [Math.min(y(end), y(0)), Math.max(y(end), y(0))];
    if (Number.isFinite(top)) {
      // Not thinner than a line: a share of almost nothing is there all the same.
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

/** From numbers to heights, with zero among them. */
function heights(values: number[]): PlotScale {
  const finite = [0, ...values.filter(Number.isFinite)];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return scaleLinear([low, low === high ? 1 : high], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
}

/** Grid lines at round numbers from `left` to `right`, the numbers left of them. */
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
