/**
 * How fast the connection is. What counts is how long bytes take to come: a server that has to make a segment first
 * says nothing of the line, unless it takes so long that the film would stop.
 */

/** Waiting longer than this for a segment of four seconds is too long, whatever the reason, in milliseconds. */
const TOO_LONG = 3200;

type Timing = Pick<PerformanceResourceTiming, "startTime" | "responseStart" | "responseEnd" | "encodedBodySize">;

/** Milliseconds and bytes of what a fetched segment tells of the connection. */
export function transferOf({ startTime, responseStart, responseEnd, encodedBodySize }: Timing): [number, number] {
  const whole = responseEnd - startTime;
  return [whole > TOO_LONG ? whole : responseEnd - responseStart, encodedBodySize];
}

/** Tells of every segment that comes over the line, until it is told to stop. */
export function watchTransfers(onTransfer: (milliseconds: number, bytes: number) => void): () => void {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      // What comes from the browser's own cache has no size.
      if (entry.name.includes("/segments/") && entry.transferSize > 0) onTransfer(...transferOf(entry));
    }
  });
  observer.observe({ type: "resource" });
  return () => observer.disconnect();
}
