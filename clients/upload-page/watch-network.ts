/** Tells when it is worth trying again at once: the network is back, or somebody looks at the page again. */
export function watchNetwork(retryNow: () => void, show: () => void): void {
  window.addEventListener('online', retryNow);
  window.addEventListener('offline', show);
  document.addEventListener('visibilitychange', () => {
    // A browser lets the timers of a page that nobody sees run late.
    if (!document.hidden) retryNow();
  });
}
