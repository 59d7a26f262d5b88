/** Stands in for the browser's IntersectionObserver: `report` says that the space below the parts is near the viewport. */
export class Observer {
  static last: Observer;
  observed: Element | null = null;
  constructor(private readonly told: (entries: object[]) => void) {
    Observer.last = this;
  }
  observe(element: Element): void {
    this.observed = element;
  }
  disconnect(): void {
    this.observed = null;
  }
  report(isIntersecting: boolean, height = 400): void {
    this.told([{ isIntersecting, rootBounds: { height: 1.25 * height } }]);
  }
}

/** Puts it in place of the browser's, which jsdom does not have. */
export const useObserver = (): void => void Object.assign(globalThis, { IntersectionObserver: Observer });
