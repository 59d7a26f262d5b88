/** What jsdom lacks and Lab's packages ask for when they are loaded. Imported before them. */
Object.assign(globalThis, {
  DragEvent: class DragEvent extends MouseEvent {},
  ResizeObserver: class ResizeObserver {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
  IntersectionObserver: class IntersectionObserver {
    observe(): void {}
    disconnect(): void {}
  }
});
