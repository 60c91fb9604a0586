import { button, element, write } from './element.ts';
import type { Session } from './session.ts';

/** Told while nobody is signed in; what was under way waits for that. */
export class SignInNotice {
  readonly #problem = element('p', { class: 'problem', hidden: true });
  readonly element: HTMLElement;

  constructor(session: Session) {
    const signIn = async () => {
      const worked = await session.signIn();
      write(this.#problem, worked ? '' : 'That did not work. Try once more, or ask the desk for help.');
    };
    this.element = element(
      'div',
      { class: 'notice', role: 'alert', hidden: true },
      element('p', {}, 'You are signed out. Uploads wait, and lose nothing: sign in again, and they go on.'),
      this.#problem,
      button('Sign in again', '', () => void signIn(), 'main'),
    );
  }

  show(isSignedIn: boolean): void {
    this.element.hidden = isSignedIn;
  }
}
