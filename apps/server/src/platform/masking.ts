/** 脱敏: what is shown of a personal number by default. Short numbers show nothing but their length class. */
export function maskNumber(text: string): string {
  if (text.length <= 4) return '*'.repeat(text.length)
  const head = text.length >= 10 ? 3 : 1
  const tail = text.length >= 10 ? 4 : 2
  return `${text.slice(0, head)}${'*'.repeat(text.length - head - tail)}${text.slice(-tail)}`
}

export function maskNullable(text: string | null): string | null {
  return text === null ? null : maskNumber(text)
}

/** Masks every occurrence of the given numbers in a sentence; longer ones first, one may be part of another. */
export function maskInText(text: string, numbers: readonly string[]): string {
  const present = [...new Set(numbers)].filter((number) => number.length > 0)
  present.sort((a, b) => b.length - a.length)
  return present.reduce((masked, number) => masked.replaceAll(number, maskNumber(number)), text)
}
