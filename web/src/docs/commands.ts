// What of a block of code is copied.

const PROMPT = /^\$ /;

/** Of a dialogue with a shell the commands, without its prompts and answers; all of anything else. */
export function commands(code: string): string {
  const lines = code.split('\n');
  if (!lines.some((line) => PROMPT.test(line))) {
    return code;
  }
  let goesOn = false;
  return lines
    .filter((line) => {
      const taken = goesOn || PROMPT.test(line);
      goesOn = taken && line.endsWith('\\');
      return taken;
    })
    .map((line) => line.replace(PROMPT, ''))
    .join('\n');
}
