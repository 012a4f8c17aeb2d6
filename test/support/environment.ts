/** Puts variables in the environment, or takes them away, and gives back what undoes it. */
export function setEnvironment(variables: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const put = ([name, value]: readonly [string, string | undefined]) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const one of Object.entries(variables)) put(one);
  return () => {
    for (const one of before) put(one);
  };
}
