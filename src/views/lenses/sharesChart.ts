import { scaleBand, scaleLinear, select } from 'd3';
import { Bin, Shares, binned, formatNumber, symbolToText, symbol, valueOf } from '../../derivation';
import { exact, s, setAttributes } from '../dom';
import type { Translate } from '../translate';

const HEIGHT = 150;
const MARGIN = { left: 54, right: 8, top: 6, bottom: 18 };
/** A narrower bar can't be clicked. */
const NARROWEST = 7;
/** The bars that stand apart: what was there before, and the sum. */
const APART = 34;
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
  kind: 'share' | 'before' | 'total';
}

/** One signed bar a sample, the running sum over them, and the sum as a bar of its own. */
export class SharesChart {
  readonly element = s('svg', { class: 'sg-shares-chart', role: 'group' });
  /** In px. */
  width = 400;
  /** How many samples a bar stands for. */
  binSize = 1;
  private readonly axis = s('g', { class: 'sg-axis', 'aria-hidden': 'true' });
  private readonly bars = s('g');
  private readonly line = s('path', { class: 'sg-running', 'aria-hidden': 'true' });

  constructor(
    private readonly translate: Translate,
    private readonly choose: (sample: number) => void
  ) {
    this.element.append(this.axis, this.bars, this.line);
  }

  /** @param current the sample that is looked at; null when all are */
  draw(shares: Shares, current: number | null): void {
    const { translate, width } = this;
    const values = shares.shares.map(valueOf);
    const apart = (shares.before === null ? 1 : 2) * APART + 14;
    const room = width - MARGIN.left - MARGIN.right - apart;
    const bins = binned(values, Math.floor(room / NARROWEST));
    this.binSize = bins[0].to - bins[0].from;
    const band = scaleBand(
      bins.map(({ from }) => from),
      [MARGIN.left, MARGIN.left + room]
    ).padding(this.binSize > 1 || bins.length > 40 ? 0.1 : 0.25);
    const running = sums(bins, shares.before ?? 0);
    const finite = [0, valueOf(shares.total), shares.before ?? 0, ...running, ...bins.flatMap(endsOf)].filter(
      Number.isFinite
    );
    const y = scaleLinear(
      [Math.min(...finite), Math.max(...finite) || (Math.min(...finite) < 0 ? 0 : 1)],
      [HEIGHT - MARGIN.bottom, MARGIN.top]
    ).nice(4);
    const bars = bins.map((bin): Bar => {
      const { from, to, largest } = bin;
      const many = to - from > 1;
      const share = shares.shares[from];
      return {
        key: `s${from}`,
        x: band(from)!,
        width: band.bandwidth(),
        ends: many ? endsOf(bin) : [values[from]],
        value: many ? null : values[from],
        ...(!many && share.kind === 'quantity' ? { ref: share.ref } : {}),
        label: many ? '' : String(from + 1),
        title: many
          ? translate(
              'samples %1 to %2: %3 and %4; the largest is sample %5',
              from + 1,
              to,
              formatNumber(bin.positive),
              formatNumber(bin.negative),
              largest + 1
            )
          : translate('sample %1: %2', from + 1, formatNumber(values[from])),
        sample: current !== null && from <= current && current < to ? current : largest,
        current: current !== null && from <= current && current < to,
        kind: 'share'
      };
    });
    const right = width - MARGIN.right;
    if (shares.before !== null) {
      bars.unshift(
        this.apart('before', MARGIN.left, shares.before, 'g₀', translate('what was there before'))
      );
    }
    const name = `Σ = ${formatNumber(valueOf(shares.total))}`;
    bars.push({
      ...this.apart('total', right - APART, valueOf(shares.total), 'Σ', name),
      ...(shares.total.kind === 'quantity' ? { ref: shares.total.ref } : {})
    });
    if (shares.before !== null) {
      bars.slice(1, -1).forEach(bar => (bar.x += APART + 7));
    }
    setAttributes(this.element, {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width,
      height: HEIGHT,
      'aria-label': translate('Shares of %1', symbolToText(symbol(shares.total)))
    });
    this.drawAxis(y);
    this.drawBars(bars, y);
    const steps = bars.filter(({ kind }) => kind === 'share');
    this.line.setAttribute(
      'd',
      running.every(Number.isFinite) && steps.length > 0
        ? steps.map((bar, i) => `${i ? 'L' : 'M'}${bar.x},${y(running[i])}H${bar.x + bar.width}`).join('') +
            `H${right - 4}`
        : ''
    );
  }

  private apart(kind: 'before' | 'total', x: number, value: number, label: string, title: string): Bar {
    return {
      key: kind,
      x: x + 4,
      width: APART - 8,
      ends: [value],
      value,
      label,
      title: kind === 'before' ? `${title}: ${formatNumber(value)}` : title,
      sample: null,
      current: false,
      kind
    };
  }

  private drawAxis(y: (x: number) => number): void {
    const scale = y as ReturnType<typeof scaleLinear<number, number>>;
    this.axis.replaceChildren(
      ...scale.ticks(4).map(tick =>
        s(
          'g',
          { transform: `translate(0,${scale(tick)})` },
          s('path', {
            d: `M${MARGIN.left - 4},0H${this.width - MARGIN.right}`,
            class: tick === 0 ? 'sg-zero' : 'sg-tick'
          }),
          s('text', { x: MARGIN.left - 8, dy: '0.35em', 'text-anchor': 'end' }, formatNumber(tick, 3))
        )
      )
    );
  }

  private drawBars(bars: Bar[], y: (x: number) => number): void {
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
      .each((d, i, all) => all[i].replaceChildren(...barParts(d, y)));
  }
}

/** What is pointed at, the bar, its number where there is room, and its label. */
function barParts(bar: Bar, y: (x: number) => number): SVGElement[] {
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

const endsOf = ({ positive, negative }: Bin): number[] => [positive, negative];

/** The sum up to and with each bin. */
function sums(bins: Bin[], start: number): number[] {
  let sum = start;
  return bins.map(({ positive, negative }) => (sum += positive + negative));
}
