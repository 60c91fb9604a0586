import { DeskUnreachable } from '../upload/desk-errors.ts';

/** Nobody is signed in, or not any more. */
export class SignInNeeded extends Error {
  override readonly name = 'SignInNeeded';
}

/** Gets a bearer token. Rejects with SignInNeeded, or with DeskUnreachable where nothing answered. */
export type GetToken = () => Promise<string>;

/** Who is signed in. The token is kept here and nowhere else. */
export class Session {
  readonly #getToken: GetToken;
  readonly #onChange: () => void;
  #token: Promise<string> | null = null;
  #signedIn = true;

  /** `onChange` is told when the session ends, and when somebody has signed in again. */
  constructor(getToken: GetToken, onChange: () => void) {
    this.#getToken = getToken;
    this.#onChange = onChange;
  }

  get signedIn(): boolean {
    return this.#signedIn;
  }

  /** A token; `refused`, which the desk did not take, is not given again. Rejects as GetToken does. */
  async token(refused: string | null = null): Promise<string> {
    if (!this.#signedIn) throw new SignInNeeded('Signed out.');
    const known = this.#token;
    if (known !== null && refused !== null && (await known.catch(() => refused)) === refused)
      if (this.#token === known) this.#token = null;
    this.#token ??= this.#ask();
    return this.#token;
  }

  /** The desk does not take what is the newest token. */
  end(): void {
    if (!this.#signedIn) return;
    this.#signedIn = false;
    this.#token = null;
    this.#onChange();
  }

  /** Tries to sign in; true where that worked. */
  async signIn(): Promise<boolean> {
    try {
      this.#token = Promise.resolve(await this.#getToken());
    } catch (error) {
      if (error instanceof SignInNeeded || error instanceof DeskUnreachable) return false;
      throw error;
    }
    this.#signedIn = true;
    this.#onChange();
    return true;
  }

  async #ask(): Promise<string> {
    try {
      return await this.#getToken();
    } catch (error) {
      this.#token = null;
      if (error instanceof SignInNeeded) this.end();
      throw error;
    }
  }
}
