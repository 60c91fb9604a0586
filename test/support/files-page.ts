import type { BrowserContext, Locator, Page } from 'playwright-core';

/** The page of a request's files in a real browser, as somebody uses it. */
export class FilesPage {
  readonly page: Page;
  /** What the console and uncaught errors said. */
  readonly said: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => this.said.push(message.text()));
    page.on('pageerror', (error) => this.said.push(String(error)));
    // From now on choosers come to the test: one that is waited for only as it opens may be missed.
    page.on('filechooser', () => {});
  }

  /** Opens the page; with `picker`, files are chosen by the File System API, which no test can answer. */
  static async open(
    context: BrowserContext,
    deskUrl: string,
    number: string,
    { person = 'dana', picker = false } = {},
  ): Promise<FilesPage> {
    const page = await context.newPage();
    if (!picker) await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showOpenFilePicker'));
    const files = new FilesPage(page);
    await page.goto(`${deskUrl}/__local/uploads/${number}?as=${person}`);
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
    return files;
  }

  /** Chooses files with the button of that name. */
  async choose(paths: readonly string[], by: string | Locator = 'Choose files'): Promise<void> {
    const button = typeof by === 'string' ? this.page.getByRole('button', { name: by, exact: true }) : by;
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles([...paths]);
  }

  /** The row of a file; the first one, where several have the name. */
  row(name: string): Locator {
    return this.page
      .locator('li.file')
      .filter({ has: this.page.getByRole('heading', { name, exact: true }) })
      .first();
  }

  /** Everything that a row says. */
  async text(name: string): Promise<string> {
    const row = this.row(name);
    return (await row.count()) === 0 ? '' : (await row.innerText()).replaceAll(/\s+/g, ' ');
  }

  /** The state of a file in words; empty while it is not in the list. */
  async state(name: string): Promise<string> {
    const chip = this.row(name).locator('.chip').first();
    return (await chip.count()) === 0 ? '' : chip.innerText();
  }

  /** Waits until a file is in this state. */
  until(name: string, state: string | RegExp, timeoutMs = 30_000): Promise<void> {
    return this.#when(name, timeoutMs, async () => {
      const words = await this.state(name);
      return typeof state === 'string' ? words === state : state.test(words);
    });
  }

  /** Waits until so many parts of a file are stored. */
  untilStored(name: string, parts: number, timeoutMs = 30_000): Promise<void> {
    return this.#when(name, timeoutMs, async () => {
      const stored = /(\d+) of \d+ parts?,/.exec(await this.text(name))?.[1];
      return Number(stored ?? 0) >= parts;
    });
  }

  /** Waits until the row of a file says this. */
  untilSays(name: string, text: string, timeoutMs = 30_000): Promise<void> {
    return this.#when(name, timeoutMs, async () => (await this.text(name)).includes(text));
  }

  async #when(name: string, timeoutMs: number, isSo: () => Promise<boolean>): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (!(await isSo())) {
      if (Date.now() > until)
        throw new Error(`It did not come to that. Of ${name} the page says: ${await this.text(name)}`);
      await this.page.waitForTimeout(30);
    }
  }

  button(name: string, label: string): Locator {
    return this.row(name).getByRole('button', { name: new RegExp(`^${label}`) });
  }

  /** Ends the tab's process, as when the browser kills it: nothing in it hears of that. */
  async crash(): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const crashed = this.page.waitForEvent('crash');
    // It never answers.
    session.send('Page.crash').catch(() => undefined);
    await crashed;
  }

  /** Drops files from the disk on the page, as a person with a mouse does. */
  async drop(paths: readonly string[]): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    await session.detach();
  }

  /** The document, its address and everything that the browser keeps for the desk, as one text. */
  async everythingKept(): Promise<string> {
    return String(await this.page.evaluate(EVERYTHING_KEPT));
  }
}

/** Runs in the browser. */
const EVERYTHING_KEPT = `(async () => {
  const result = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const database = await result(indexedDB.open('casebell-uploads'));
  const stores = [...database.objectStoreNames].map((name) => result(database.transaction(name).objectStore(name).getAll()));
  const kept = [{ ...localStorage }, { ...sessionStorage }, ...await Promise.all(stores)];
  return [document.documentElement.outerHTML, location.href, document.cookie, JSON.stringify(kept)].join('\\n');
})()`;
