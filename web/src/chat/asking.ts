// Questions about a channel that may have no answer: because the connection went, and then who comes back asks again; or because the server
// had none, and then they are asked again, later each time.

/** How long until a question is asked again, in milliseconds: doubled each time. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/**
 * Asks until there is an answer.
 *
 * @param ask resolves to whether there was one
 * @param isHere whether it makes sense to ask again
 * @returns whether there was an answer
 */
export async function untilAnswered(
  ask: () => Promise<boolean>,
  isHere: () => boolean,
): Promise<boolean> {
  let pause = FIRST_PAUSE;
  while (!(await ask())) {
    const millis = pause;
    await new Promise((resolve) => setTimeout(resolve, millis));
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    if (!isHere()) {
      return false;
    }
  }
  return true;
}
